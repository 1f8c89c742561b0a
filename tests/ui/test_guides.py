"""Guides in the window: the person's own program first, every guide drawn, ticks that stay."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from sel.base.errors import DiskFull
from sel.core.guides import Drawing, Guide
from sel.flows import guides
from sel.ports.clients import ALL_WORKS, Build, Known, MailProgram, ProgramId, Works
from sel.text.guides import links
from sel.ui import downloads
from sel.ui.beginnings import BEGINNINGS
from sel.ui.guides.drawing import GuideDrawing
from sel.ui.pages.guide import GuidePage
from sel.ui.places.guides import GuidesPlace
from sel.ui.places.listed import PLACES
from sel.ui.widgets.buttons import QuietButton
from sel.ui.widgets.plain import Words


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What was handed to the system; downloads go into a folder of the test."""
    handed: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: handed.append(url.toLocalFile()) or True
    )
    monkeypatch.setattr(downloads, "folder", lambda: tmp_path)
    return handed


def page(driver) -> GuidePage:
    assert isinstance(driver.page, GuidePage)
    return driver.page


def texts(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(Words) if each.text())


def test_every_link_into_the_window_opens_something() -> None:
    known = {*PLACES, *BEGINNINGS}
    wanted = {
        link.target.removeprefix("sel:")
        for guide in guides.guides("en")
        for step in guide.steps
        for block in step.blocks
        for link in links(block)
        if link.target.startswith("sel:")
    }
    assert wanted <= known


THUNDERBIRD = MailProgram(
    ProgramId.THUNDERBIRD, Build("153.7"), Known.YES, (), Works(*ALL_WORKS, keys_in="thunderbird")
)


def test_the_own_program_stands_first_and_all_guides_are_there(start, services) -> None:
    driver = start(replace(services, mail_programs=lambda: (THUNDERBIRD,)))
    driver.window.go_to("guides")
    driver.settle()
    place = driver.window.place("guides")
    assert isinstance(place, GuidesPlace)
    shown = [name for each in place.shown for name in each.buttons]
    assert sorted(shown) == sorted(each.name for each in guides.guides("en"))
    assert shown[0] == "thunderbird-set-up"
    assert place.here.y() < place.shown[0].y() < place.elsewhere.y() < place.shown[1].y()
    said = texts(place)
    for wanted in ("Outlook on the web", "It cannot", "not known for certain", "Apple Mail"):
        assert wanted in said
    place.shown[0].buttons["thunderbird-set-up"].click()
    driver.settle()
    assert page(driver).title.text() == "Thunderbird: set it up"


def test_every_guide_is_drawn_whole_in_both_languages(driver) -> None:
    for name in [each.name for each in guides.guides("en")]:
        driver.program.language.switch("en")
        driver.errand("guide", name)
        shown = page(driver)
        for language in ("en", "cy"):
            driver.program.language.switch(language)
            _is_whole(shown, guides.guide(name, language))


def _is_whole(shown: GuidePage, guide: Guide) -> None:
    assert shown.title.text() == guide.title
    assert list(shown.steps) == [each.id for each in guide.steps]
    for step, widget in zip(guide.steps, shown.steps.values(), strict=True):
        title = widget.tick if guide.ticks else widget.title
        assert title is not None
        assert title.text().endswith(step.title)
        told = [each.text for each in step.blocks if isinstance(each, Drawing)]
        assert [each.accessibleName() for each in widget.findChildren(GuideDrawing)] == told
        buttons = [each.text() for each in widget.findChildren(QuietButton)]
        assert buttons == [each.text for block in step.blocks for each in links(block)]
    said = texts(shown)
    assert "{" not in said
    assert "`" not in said


def test_ticks_stay_and_can_be_taken_away(driver, services) -> None:
    driver.errand("guide", "outlook-set-up")
    tick = page(driver).steps["settings"].tick
    tick.click()
    driver.settle()
    one = guides.guide("outlook-set-up", "cy")
    assert guides.ticked(services, one) == {"settings"}
    driver.errand("guide", "outlook-set-up")
    again = page(driver).steps["settings"].tick
    assert again.isChecked()
    assert not page(driver).steps["ready"].tick.isChecked()
    again.click()
    driver.settle()
    assert guides.ticked(services, one) == frozenset()


def test_a_tick_that_could_not_be_kept_is_taken_away_and_said(driver, monkeypatch) -> None:
    def full(*_about: object, **_more: object) -> None:
        raise DiskFull(path="preferences.json")

    driver.errand("guide", "outlook-set-up")
    monkeypatch.setattr(guides, "tick", full)
    tick = page(driver).steps["settings"].tick
    tick.click()
    driver.settle()
    assert not tick.isChecked()
    assert page(driver).errors.failure is not None


def test_the_language_changes_and_the_ticks_stay(driver) -> None:
    driver.errand("guide", "outlook-set-up")
    page(driver).steps["ready"].tick.click()
    driver.settle()
    driver.program.speak("cy")
    driver.settle()
    assert page(driver).title.text() == "Paratoi Outlook clasurol"
    assert page(driver).steps["ready"].tick.isChecked()
    assert "Dylech weld nawr:" in texts(page(driver))


def test_links_lead_to_another_guide_to_a_step_and_into_the_window(driver) -> None:
    driver.errand("guide", "outlook-set-up")
    page(driver).steps["settings"].blocks.wanted.emit("new-outlook")
    driver.settle()
    assert page(driver).state.guide("en").name == "new-outlook"
    driver.errand("guide", "outlook-set-up")
    page(driver).steps["signing"].blocks.wanted.emit("#ready")
    assert page(driver).steps["ready"].tick.hasFocus()
    page(driver).steps["ready"].blocks.wanted.emit("sel:certificates")
    driver.settle()
    assert driver.window.wizard is None
    assert driver.window.stack.currentWidget() is driver.window.place("certificates")


def test_it_is_saved_in_both_languages_and_opened(driver, opened, tmp_path: Path) -> None:
    driver.errand("guide", "phone")
    for button, name in (
        (page(driver).pdf, "sel-phone.pdf"),
        (page(driver).html, "sel-phone.html"),
    ):
        button.click()
        driver.settle()
        assert (tmp_path / name).stat().st_size > 1000
        assert opened[-1] == str(tmp_path / name)
        assert name in page(driver).saved.text()
    text = (tmp_path / "sel-phone.html").read_text("utf-8")
    assert "Phones and tablets" in text
    assert "Ffonau a thabledi" in text


def test_a_set_up_ends_with_the_test_mail_and_the_others_with_the_list(driver) -> None:
    driver.errand("guide", "phone")
    driver.on("Q2")
    assert driver.window.wizard is None
    assert driver.window.stack.currentWidget() is driver.window.place("guides")
    driver.errand("guide", "outlook-set-up")
    driver.on("Q2")
    driver.at("T1")
