"""Letters to press and the way of the Tab key: every page and place, in both languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from sel.base.errors import UnlockNeeded
from sel.ui.pages._remedies import remedy_word
from tests.screens.scenes import SCENES
from tests.screens.stage import Stage
from tests.ui.conftest import Driver

ASKING = {"B5-backed-up-delete"}  # a question took the focus
LETTER = re.compile(r"&(\w)")
SHOWN = [scene for scene in SCENES if scene.services != "welcome" and scene.name != "crash"]


@pytest.fixture(scope="module")
def stage(tmp_path_factory) -> Stage:
    return Stage.build(tmp_path_factory.mktemp("stage"))


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
        driver = start(getattr(stage, services), language)
        for scene in (each for each in SHOWN if each.services == services):
            scene.prepare(stage, driver.program)
            driver.settle()
            yield scene.name, driver


def top(widget: QWidget, page: QWidget) -> int:
    return widget.mapTo(page, widget.rect().topLeft()).y()


@pytest.mark.parametrize("language", ["en", "cy"])
def test_no_two_things_on_a_page_have_the_same_letter(start, stage, language):
    found = {}
    for name, driver in pages(start, stage, language):
        wizard = driver.window.wizard
        if wizard is not None:  # an error may come on any page, with its own buttons
            wizard.page.errors.tell(UnlockNeeded(), lambda said: remedy_word(UnlockNeeded(), said))
            wizard.page.errors.folded.unfold()
        found[name] = doubled(driver.window)
    assert len(found) == len(SHOWN)
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_every_page_begins_where_people_begin(start, stage):
    """The first field, else the title, has the focus; Tab goes on to what stands topmost."""
    wrong, seen = [], 0
    for name, driver in pages(start, stage, "en"):
        wizard, focused = driver.window.wizard, QApplication.focusWidget()
        if wizard is None or wizard.page.errors.isVisible() or name in ASKING:
            continue
        page, seen = wizard.page, seen + 1
        if focused is not (page.first() or page.title):
            wrong.append(f"{name}: the focus is on {focused!r}")
            continue
        inside = [each for each in page.findChildren(QWidget) if can_take_keys(each)]
        begins = focused if page.first() is not None else after(page.title)
        if inside and top(begins, page) > min(top(each, page) for each in inside):
            wrong.append(f"{name}: Tab goes to {begins!r}")
        if not inside and begins is not wizard.primary:
            wrong.append(f"{name}: Tab goes to {begins!r}, not to the primary button")
    assert wrong == []
    assert seen > 25
