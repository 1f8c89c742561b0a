"""Letters, the way of the Tab key, names: every page and place, in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPushButton, QWidget

from sel.base.errors import UnlockNeeded
from sel.ui.pages._remedies import remedy_word
from sel.ui.widgets.plain import Words
from tests.screens.scenes import SCENES
from tests.ui.conftest import Driver

ASKING = {"B5-backed-up-delete"}  # a question took the focus
LETTER = re.compile(r"&(\w)")
AGAIN = frozenset({"welcome", "years.many", "years.ended", "office.many"})
"""Desks whose pages have no control that another desk's do not have."""

SHOWN = [scene for scene in SCENES if scene.services not in AGAIN and scene.name != "crash"]


def doubled(window) -> list[str]:
    """Buttons in sight that share a letter."""
    by_letter = defaultdict(list)
    for button in window.findChildren(QAbstractButton):
        found = LETTER.search(button.text().replace("&&", ""))
        if found and button.isVisible():
            by_letter[found[1].lower()].append(button.text())
    return [f"{texts}" for texts in by_letter.values() if len(texts) > 1]


def can_take_keys(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    )


def after(widget: QWidget) -> QWidget:
    """Where Tab goes."""
    following = widget.nextInFocusChain()
    while not can_take_keys(following):
        following = following.nextInFocusChain()
    return following


def pages(start, stage, language) -> Iterator[tuple[str, Driver]]:
    """Every scene, one window for each desk."""
    for services in sorted({scene.services for scene in SHOWN}):
        driver = start(stage.desk(services), language)
        for scene in (each for each in SHOWN if each.services == services):
            scene.prepare(stage, driver.program)
            driver.settle()
            yield scene.name, driver


def top(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, widget.rect().topLeft()).y()


def begins_elsewhere(driver: Driver) -> str | None:
    """The first field, else the title, has the focus; Tab goes on to what stands topmost."""
    wizard, focused = driver.window.wizard, QApplication.focusWidget()
    page = wizard.page
    if focused is not (page.first() or page.title):
        return f"the focus is on {focused!r}"
    inside = [each for each in page.findChildren(QWidget) if can_take_keys(each)]
    begins = focused if page.first() is not None else after(page.title)
    if inside and top(begins, page) > min(top(each, page) for each in inside):
        return f"Tab goes to {begins!r}"
    if not inside and begins is not wizard.primary:
        return f"Tab goes to {begins!r}, not to the primary button"
    return None


def nameless(window) -> list[str]:
    """What can be pressed or typed into and a screen reader has no name for."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            described = QAccessible.queryAccessibleInterface(widget)
            name = described.text(QAccessible.Text.Name) if described else ""
            if not name and not widget.objectName().startswith("qt_"):
                found.append(type(widget).__name__)
    return found


def not_plain(window) -> list[str]:
    """Text that Qt would read as markup, and tips nobody sees who has no mouse."""
    labels, buttons = window.findChildren(QLabel), window.findChildren(QPushButton)
    return [
        *(each.text() for each in labels if each.textFormat() != Qt.TextFormat.PlainText),
        *(each.text() for each in labels if not isinstance(each, Words)),
        *(each.toolTip() for each in buttons if each.toolTip() != ""),
    ]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_page_can_be_used_by_keyboard_and_heard(start, stage, language):
    """No two things share a letter, people begin where they expect to, everything has a name."""
    shared, elsewhere, unnamed, marked = {}, {}, {}, {}
    names, begun = set(), 0
    for name, driver in pages(start, stage, language):
        names.add(name)
        wizard = driver.window.wizard
        if wizard is not None and not wizard.page.errors.isVisible() and name not in ASKING:
            begun += 1
            elsewhere[name] = begins_elsewhere(driver)
        if wizard is not None:  # an error may come on any page, with its own buttons
            wizard.page.errors.tell(UnlockNeeded(), lambda said: remedy_word(UnlockNeeded(), said))
            wizard.page.errors.folded.unfold()
        shared[name] = doubled(driver.window)
        unnamed[name], marked[name] = nameless(driver.window), not_plain(driver.window)
    assert len(names) == len(SHOWN)
    assert begun > 25
    for found in (shared, elsewhere, unnamed, marked):
        assert {name: what for name, what in found.items() if what} == {}
