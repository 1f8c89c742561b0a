"""One of two mail programs refuses: the person keeps, takes back, or tries again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sel.base.errors import StoreInUse
from sel.ports.clients import ProgramId
from sel.ports.store import Which
from tests.flows.desk import desk
from tests.flows.test_installs import Kind, program
from tests.screens.people import with_certificate


@pytest.fixture
def kind():
    return Kind("thunderbird", "Ysgol", "Cartref")


@pytest.fixture
def school(kind):
    return kind.stores["thunderbird:Ysgol"]


@pytest.fixture
def home(kind):
    store = kind.stores["thunderbird:Cartref"]
    store.refuses = StoreInUse(store="thunderbird:Cartref", program="Thunderbird")
    return store


@pytest.fixture
def driver(start, tmp_path, kind, home):
    there = program(ProgramId.THUNDERBIRD, "thunderbird")
    services = replace(
        desk(tmp_path / "sel"), stores=lambda: (kind,), mail_programs=lambda: (there,)
    )
    with_certificate(services)
    driver = start(services)
    driver.errand("make-ready")
    driver.on("Y1")
    driver.at("Y1")
    assert driver.page.errors.failure.code == "store-in-use"
    assert driver.page.take_out.isVisible()
    return driver


def test_what_works_is_kept(driver, school):
    driver.page.errors.remedy.click()
    driver.at("Y2")
    assert driver.page.title.text() == "Ready in some of your programs"
    assert len(school.list(Which.MINE)) == 1


def test_it_is_taken_out_everywhere(driver, school):
    driver.page.take_out.click()
    driver.at("Y2")
    assert driver.page.title.text() == "Kept safe"
    assert not school.list(Which.MINE)


def test_it_is_tried_again(driver, school, home):
    home.refuses = None
    driver.on("Y1")
    driver.at("Y2")
    assert driver.page.title.text() == "Ready and tested"
    assert school.writes == home.writes == 1


def test_tried_again_in_vain_it_can_still_be_taken_out(driver, school):
    driver.on("Y1")
    driver.at("Y1")
    assert school.writes == 1
    driver.page.take_out.click()
    driver.at("Y2")
    assert not school.list(Which.MINE)


def test_what_cannot_be_taken_out_is_said(driver, school):
    school.keeps_what_is_there = True
    driver.page.take_out.click()
    driver.at("Y1")
    assert driver.page.errors.failure.code == "store-in-use"
    assert len(school.list(Which.MINE)) == 1
