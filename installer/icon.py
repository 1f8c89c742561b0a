"""Draw the program's icon from resources/icons/sel.svg, for Windows, macOS or Linux.

    QT_QPA_PLATFORM=offscreen python installer/icon.py OUT.ico | OUT.icns | OUT.png | OUT.bmp

The .bmp is the panel at the left of setup.exe's first page. The same drawing gives the same bytes.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

DRAWING = Path(__file__).resolve().parents[1] / "resources" / "icons" / "sel.svg"
WINDOWS = (16, 20, 24, 32, 40, 48, 64, 256)
# Apple's names for 16, 32, 64, 128, 256, 512, 1024 points or pixels, all of them PNG.
MACOS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512,
         b"ic10": 1024}  # fmt: skip


def drawn(side: int) -> QImage:
    """The drawing, `side` pixels wide and high."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    return image


def saved(image: QImage, form: str) -> bytes:
    """As a file of one of Qt's formats."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)  # type: ignore[call-overload]  # the stubs want bytes here
    return bytes(data.data())


def png(side: int) -> bytes:
    """As a PNG file."""
    return saved(drawn(side), "PNG")


def panel() -> bytes:
    """164 by 314 pixels, as NSIS has it, and twice that for sharp screens."""
    image = QImage(328, 628, QImage.Format.Format_RGB888)
    image.fill(QColor("#eef4f4"))
    painter = QPainter(image)
    painter.drawImage(84, 120, drawn(160))
    painter.end()
    return saved(image, "BMP")


def bitmap(side: int) -> bytes:
    """As the bitmap of an .ico file: lines upwards, then a mask that alpha makes needless."""
    image = drawn(side)
    lines = [bytes(image.constScanLine(y))[: side * 4] for y in reversed(range(side))]
    head = struct.pack("<IiiHHIIiiII", 40, side, side * 2, 1, 32, 0, 0, 0, 0, 0, 0)
    mask = bytes((side + 31) // 32 * 4) * side
    return head + b"".join(lines) + mask


def ico() -> bytes:
    """All sizes; the largest as PNG, as Windows has it since Vista."""
    images = [png(side) if side == 256 else bitmap(side) for side in WINDOWS]
    place = 6 + 16 * len(images)
    entries = b""
    for side, image in zip(WINDOWS, images, strict=True):
        entries += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(image), place)
        place += len(image)
    return struct.pack("<HHH", 0, 1, len(images)) + entries + b"".join(images)


def icns() -> bytes:
    """All sizes in Apple's container."""
    parts = b""
    for name, side in MACOS.items():
        image = png(side)
        parts += name + struct.pack(">I", 8 + len(image)) + image
    return b"icns" + struct.pack(">I", 8 + len(parts)) + parts


def main(out: Path) -> None:
    """Write the file that its ending names."""
    application = QGuiApplication(["icon"])
    makers = {".ico": ico, ".icns": icns, ".png": lambda: png(256), ".bmp": panel}
    out.write_bytes(makers[out.suffix]())
    del application


if __name__ == "__main__":
    main(Path(sys.argv[1]))
