"""One picture of a screen that Xvfb keeps in a file (-fbdir), as PNG.

    QT_QPA_PLATFORM=offscreen python installer/windows/screenshot.py Xvfb_screen0 OUT.png

Says how many colours a coarse grid over it finds: an empty screen has one.
"""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtGui import QImage


def picture(dump: bytes) -> QImage:
    """The picture in an XWD file (X11/XWDFile.h): header, name, colours, lines of 32 bits."""
    words = struct.unpack(">25I", dump[:100])
    header, width, height, line, colours = words[0], words[4], words[5], words[12], words[19]
    start = header + colours * 12
    lines = dump[start : start + line * height]
    return QImage(lines, width, height, line, QImage.Format.Format_RGB32).copy()


def main(dump: Path, out: Path) -> None:
    """See above."""
    image = picture(dump.read_bytes())
    image.save(str(out))
    across, down = range(0, image.width(), 9), range(0, image.height(), 9)
    print(len({image.pixel(x, y) for x in across for y in down}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
