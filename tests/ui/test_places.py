"""The list at the left is whole at once; a place is loaded and made after the first picture."""

from __future__ import annotations

import subprocess
import sys

from sel.text.speaker import Speaker
from sel.ui.app import Program
from sel.ui.errands import Errands
from sel.ui.places.listed import PLACES

_LOADED = "import sys, sel.ui.app; print(*sys.modules)"


def test_the_window_loads_no_place_and_no_cryptography() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True
    )
    loaded = set(told.stdout.split())
    assert "sel.ui.window" in loaded
    assert {name for name in loaded if name.startswith("sel.ui.places.")} == {
        "sel.ui.places.listed"
    }
    assert not {"cryptography", "asn1crypto", "sel.flows.partner_checks"} & loaded


def lines(window) -> list[tuple[str, bool]]:
    """What stands in the list, and whether it is in sight."""
    items = [window.list.item(row) for row in range(window.list.count())]
    return [(each.text(), not each.isHidden()) for each in items]


def expected(language: str) -> list[tuple[str, bool]]:
    speaker = Speaker(language)
    return [(each.word(speaker), name != "partners") for name, each in PLACES.items()]


def unhurried(start, services, monkeypatch):
    """A window that makes no place by itself."""
    monkeypatch.setattr(Errands, "_make_places", lambda _errands, _loaded=None: None)
    return start(services)


def test_home_alone_is_made_and_every_line_stands(start, services, monkeypatch) -> None:
    window = unhurried(start, services, monkeypatch).window
    assert [name for name in PLACES if window.has_made(name)] == ["home"]
    assert lines(window) == expected("en")
    assert all(not window.list.item(row).icon().isNull() for row in range(window.list.count()))


def test_a_place_is_made_when_somebody_goes_there_in_the_language_of_then(
    start, services, monkeypatch
) -> None:
    driver = unhurried(start, services, monkeypatch)
    window = driver.window
    window.languages["cy"].click()
    driver.settle()
    assert lines(window) == expected("cy")
    window.list.setCurrentRow(list(PLACES).index("help"))
    driver.settle()
    place = window.place("help")
    assert window.stack.currentWidget() is place
    assert place.title.text() == PLACES["help"].word(Speaker("cy")) != "Help"
    assert [name for name in PLACES if window.has_made(name)] == ["home", "help"]
    window.languages["en"].click()
    driver.settle()
    assert lines(window) == expected("en")
    assert window.place("help") is place


def test_at_rest_the_others_are_made_and_nobody_is_led_away(start, services, qtbot) -> None:
    window = start(services).window
    qtbot.waitUntil(lambda: all(map(window.has_made, PLACES)), timeout=20_000)
    assert window.stack.currentWidget() is window.place("home")
    assert lines(window) == expected("en")


def test_a_window_that_is_closed_makes_no_more(qtbot, qapp, services) -> None:
    program = Program(services, "en")
    program.window.show()
    program.window.hide()
    qtbot.waitUntil(lambda: not program.runner.busy, timeout=20_000)
    program.errands._make_places()
    qtbot.wait(50)
    assert [name for name in PLACES if program.window.has_made(name)] == ["home"]
    program.runner.close()
    qapp.processEvents()
    program.window.deleteLater()


def test_after_the_choice_of_language_all_are_made(start, services, qtbot) -> None:
    driver = start(services, None)
    window = driver.window
    assert lines(window) == []
    window.language_wanted.emit("cy")
    driver.settle()
    qtbot.waitUntil(lambda: all(map(window.has_made, PLACES)), timeout=20_000)
    assert lines(window) == expected("cy")
