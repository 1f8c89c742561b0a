"""Draws every page in both languages, light and dark, at 100 % and 200 % text, for eyes.

    python tests/screens/render.py FOLDER [PART-OF-A-NAME…]

Pictures are compared by people; no test depends on a pixel.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import tests.conftest  # noqa: F401  an own home before anything of ours is imported
from sel.ui import theme
from sel.ui.app import Program, application
from tests.screens.scenes import SCENES, Scene
from tests.screens.stage import Stage

LANGUAGES = ("en", "cy")
TEXT_SIZES = (1.0, 2.0)
PATIENCE_MS = 20_000


def dark_palette() -> QPalette:
    """What a dark desktop gives its programs; this platform has none of its own."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: "#202323",
        roles.WindowText: "#f2f4f4",
        roles.Base: "#191b1b",
        roles.AlternateBase: "#242727",
        roles.Text: "#f2f4f4",
        roles.Button: "#2e3232",
        roles.ButtonText: "#f2f4f4",
        roles.BrightText: "#ffffff",
        roles.Highlight: "#2f6f78",
        roles.HighlightedText: "#ffffff",
        roles.PlaceholderText: "#a0a6a6",
        roles.Light: "#454a4a",
        roles.Midlight: "#3a3f3f",
        roles.Mid: "#303434",
        roles.Dark: "#151717",
        roles.Shadow: "#0c0d0d",
    }.items():
        palette.setColor(role, QColor(colour))
    off = QPalette.ColorGroup.Disabled
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(off, role, QColor("#8b9292"))
    return palette


def settle(program: Program) -> None:
    """Let the event loop run until no work is under way and everything is laid out."""
    loop = QEventLoop()
    over = QTimer()
    over.setSingleShot(True)
    over.timeout.connect(loop.quit)
    look = QTimer()
    look.timeout.connect(lambda: None if program.runner.busy else loop.quit())
    over.start(PATIENCE_MS)
    for _ in range(3):
        look.start(20)
        loop.exec()
    if program.runner.busy:
        raise TimeoutError("work did not end")


def draw(scene: Scene, stage: Stage, language: str, size: tuple[int, int]) -> Iterator[QWidget]:
    """Show the scene and hand out the window that shows it; taken down afterwards."""
    welcome = scene.services == "welcome"
    services = stage.empty if welcome else stage.desk(scene.services)
    if welcome:
        preferences = services.preferences()
        preferences.keep(replace(preferences.read(), language=None))
    program = Program(services, None if welcome else language)
    if welcome:
        program.language.switch(language)
    program.window.resize(*size)
    program.window.show()
    settle(program)
    shown = scene.prepare(stage, program)
    shown.show()
    settle(program)
    yield shown
    shown.close()
    program.window.close()
    program.runner.close()
    settle(program)
    program.window.deleteLater()
    QApplication.processEvents()


def main(folder: Path, parts: list[str]) -> int:
    """Write all pictures whose name holds one of `parts` (all without)."""
    folder.mkdir(parents=True, exist_ok=True)
    app = application()
    light = app.palette()
    looks = (("light", light), ("dark", dark_palette()))
    written = 0
    with tempfile.TemporaryDirectory(prefix="sel-screens-") as scratch:
        stage = Stage.build(Path(scratch))
        for (look, palette), times in product(looks, TEXT_SIZES):
            app.setPalette(palette)
            theme.text_size(times)
            for scene, language in product(SCENES, LANGUAGES):
                name = f"{scene.name}-{language}-{look}-{round(times * 100)}"
                if parts and not any(part in name for part in parts):
                    continue
                for shown in draw(scene, stage, language, (1000, 700)):
                    shown.grab().save(str(folder / f"{name}.png"))
                    written += 1
    print(f"{written} pictures in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
