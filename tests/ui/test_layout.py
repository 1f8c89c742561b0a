"""Nothing is cut off: every page in the smallest window, with large text and long words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from sel.ui import theme
from sel.ui.place import Place
from sel.ui.window import LEAST, SIZE
from tests.screens.scenes import SCENES

CASES = [("xx", 1.0), ("cy", 2.0)]


def cut_off(window) -> list[str]:
    """What stands on the page in front and does not fit."""
    wizard = window.wizard
    area = wizard.area if wizard is not None else window.stack.currentWidget()
    inside = area.widget()
    room = area.viewport().width()
    found = []
    if inside.minimumSizeHint().width() > room:
        widest = max(
            inside.findChildren(QWidget),
            key=lambda each: each.minimumSizeHint().width() if each.isVisible() else 0,
        )
        text = getattr(widest, "text", lambda: "")()
        found.append(
            f"page {inside.minimumSizeHint().width()} > {room}: {type(widest).__name__} {text}"
        )
    whole = wizard if wizard is not None else area
    for button in whole.findChildren(QPushButton):
        if button.isVisible() and button.width() < button.sizeHint().width():
            found.append(f"button {button.width()} < {button.sizeHint().width()} {button.text()}")
        if (
            button.isVisible()
            and button.mapTo(whole, button.rect().topRight()).x() > whole.width()
        ):
            found.append(f"button beyond the edge: {button.text()}")
    return found


@pytest.mark.parametrize(("language", "times"), CASES)
def test_every_page_fits_into_the_smallest_window(start, stage, language, times):
    theme.text_size(times)
    try:
        driver = start(stage.good, language)
        driver.window.resize(LEAST)
        driver.settle()
        assert driver.window.size() == LEAST, "its content does not let it become so small"
        wrong = {}
        for scene in SCENES:
            if scene.services != "good" or scene.name == "crash":
                continue
            scene.prepare(stage, driver.program)
            driver.settle()
            found = cut_off(driver.window)
            if found:
                wrong[scene.name] = found
        assert wrong == {}
        assert isinstance(driver.window.place("home"), Place)
    finally:
        theme.text_size()


@pytest.mark.parametrize("size", [LEAST, SIZE], ids=["least", "usual"])
def test_home_fits_in_every_state_with_large_text(start, stage, size):
    theme.text_size(2.0)
    try:
        wrong = {}
        for scene in SCENES:
            if not scene.name.startswith("H1"):
                continue
            driver = start(stage.desk(scene.services), "cy")
            driver.window.resize(size)
            scene.prepare(stage, driver.program)
            driver.settle()
            found = cut_off(driver.window)
            if found:
                wrong[scene.name] = found
        assert wrong == {}
    finally:
        theme.text_size()
