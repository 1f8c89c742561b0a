"""That the window can be drawn with what was packed: Qt, its plugins, our drawings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from sel.smoke.check import Check, Given, expect


def _window(given: Given) -> Mapping[str, Any]:
    """The home window in Welsh on a screen that is not there."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from sel.ui import theme  # sel.ui before any other use of Qt: see sel.ui.immortal
    from sel.ui.app import Program, application

    from PySide6.QtCore import qVersion  # isort: skip
    from PySide6.QtGui import QImageReader, QPixmap  # isort: skip

    app = application()
    program = Program(given.services, "cy")
    try:
        program.window.show()
        app.processEvents()
        picture: QPixmap = program.window.grab()
        colours = {
            picture.toImage().pixel(x, y)
            for x in range(0, picture.width(), 7)
            for y in range(0, picture.height(), 7)
        }
    finally:
        program.window.hide()
        program.runner.close()
        theme.forget_icons()
    readers = {bytes(each.data()).decode() for each in QImageReader.supportedImageFormats()}
    expect(len(colours) > 2, "an empty window")
    expect({"png", "svg", "ico"} <= readers, f"only {sorted(readers)}")
    return {"qt": qVersion(), "width": picture.width(), "height": picture.height()}


CHECKS: dict[str, Check] = {"window": _window}
