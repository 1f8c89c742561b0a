"""C1: one's own certificate as a file for others, in the form that their program takes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from sel.base.errors import OutputExists
from sel.core.recognise import certificates
from tests.screens import people


@pytest.fixture
def shared(start, services, tmp_path, monkeypatch):
    """Press the button; the dialog gives this name and the form whose words end so."""
    people.with_certificate(services)
    driver = start(services)
    driver.window.go_to("certificates")
    driver.settle()

    def press(name: str, ending: str) -> None:
        def chosen(_parent, _title, _start, forms):
            return str(tmp_path / name), next(
                each for each in forms.split(";;") if each.endswith(f"(*{ending})")
            )

        monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
        place = driver.window.place("certificates")
        wanted = "Save it for colleagues"
        button = next(each for each in place.findChildren(QPushButton) if each.text() == wanted)
        button.click()
        driver.settle()

    return driver, press


def test_with_those_above_it_or_as_a_contact(shared, tmp_path):
    _, press = shared
    press("mine.p7b", ".p7b")
    press("mine.vcf", ".vcf")
    der = certificates((tmp_path / "mine.p7b").read_bytes())[0]
    card = (tmp_path / "mine.vcf").read_bytes()
    assert certificates(card) == (der,)
    assert b"PRIVATE" not in card


def test_a_file_that_the_dialog_did_not_ask_about_is_not_replaced(shared, tmp_path):
    """The other form was chosen, and the name kept the ending of the first one."""
    driver, press = shared
    (tmp_path / "mine.vcf").write_text("mine")
    press("mine.p7b", ".vcf")
    assert (tmp_path / "mine.vcf").read_text() == "mine"
    assert not (tmp_path / "mine.p7b").exists()
    assert isinstance(driver.window.place("certificates").errors.failure, OutputExists)
