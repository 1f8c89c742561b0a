"""You already have a certificate: found, offered, used; and where certificates are is shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sel.base.progress import Silent
from sel.flows import adopting
from sel.flows.identities import identities, only_here
from sel.flows.status import StepState
from sel.ports.store import Which
from sel.ui.widgets.buttons import Button
from tests.contract.store_contract import bundle, digest
from tests.flows.desk import now
from tests.flows.test_adopting import behind
from tests.pilot import person
from tests.screens import people

LANGUAGES = pytest.mark.parametrize("language", ["en", "cy"])


@pytest.fixture
def sian():
    return person(starts=now() - timedelta(days=1), ends=now() + timedelta(days=80))


@pytest.fixture
def store(services, sian):
    """The store of the one mail program here; Siân's certificate is in it, and nobody knows."""
    (kind,) = services.stores()
    (store,) = kind.stores.values()
    store.install(bundle(sian))
    return store


def offer(driver):
    return driver.window.place("home").already_here


def texts(page) -> str:
    return "\n".join(line.text.text() for line, *_ in page._lines)


def where(driver):
    driver.errand("certificates")
    return driver.window.place("certificates").where


def ready(driver):
    place = driver.window.place("certificates")
    buttons = place.body.findChildren(Button)
    return [each for each in buttons if each.text() == "&Make it ready" and each.isVisible()]


class TestHome:
    def test_it_is_offered_and_used(self, start, services, store, sian):
        driver = start(services)
        assert offer(driver).isVisible()
        assert "works until" in offer(driver).card.accessibleName()
        assert "sian.llyr@school.example" in offer(driver).card.accessibleName()
        offer(driver).card.button.click()
        driver.on("D1")
        driver.at("D2")
        assert driver.page.title.text() == "Kept safe and tested"
        assert driver.wizard.primary.text() == "&Make a backup"
        (one,) = identities(services.book(), now())
        assert services.book().private_key(one.id) == sian.key
        driver.page.later.click()
        driver.settle()
        assert not offer(driver).isVisible()

    def test_nothing_to_offer_says_nothing(self, driver):
        assert not offer(driver).isVisible()
        driver.errand("adopt")
        assert driver.window.wizard is None

    @LANGUAGES
    def test_one_that_stays_where_it_is(self, start, services, store, sian, language):
        store.kept_in.add(digest(sian))
        driver = start(services, language)
        offer(driver).card.button.click()
        driver.on("D1")
        driver.at("D2")
        assert driver.wizard.primary.text() in {"Go to &Home", "Mynd i'r &hafan"}
        assert not driver.page.later.isVisible()
        assert not identities(services.book(), now())
        (one,) = only_here(services.book(), now())
        assert one.installed == ("thunderbird:Ysgol",)

    def test_a_computer_that_forgets_is_said_and_can_be_accepted(self, start, services, store):
        driver = start(replace(services, forgets=lambda: "temporary-profile"))
        offer(driver).card.button.click()
        driver.on("D1")
        driver.at("D1")
        assert driver.page.errors.failure.code == "computer-forgets"
        assert not identities(services.book(), now())
        driver.page.errors.remedy.click()
        driver.at("D2")
        assert len(identities(services.book(), now())) == 1


class TestWhere:
    def test_each_with_its_places(self, start, services, store):
        adopting.adopt(services, Silent())
        driver = start(services)
        (line,) = where(driver).lines
        assert "In Thunderbird: Ysgol." in line.text.text()
        assert not ready(driver)

    def test_a_store_that_lost_it(self, start, services, store, sian):
        adopting.adopt(services, Silent())
        driver = start(services)
        store.remove(digest(sian))
        (line,) = where(driver).lines
        assert "Not there any more: Thunderbird: Ysgol." in line.text.text()
        (button,) = ready(driver)
        button.click()
        driver.on("Y1")
        driver.at("Y2")
        assert [each.sha256 for each in store.list(Which.MINE)] == [digest(sian)]

    @LANGUAGES
    def test_a_key_that_cannot_be_copied(self, start, services, store, sian, language):
        store.kept_in.add(digest(sian))
        adopting.adopt(services, Silent())
        (line,) = where(start(services, language)).lines
        said = {"en": "Its key cannot be copied", "cy": "Does dim modd copïo'i hallwedd"}
        assert said[language] in line.text.text()

    def test_home_says_that_a_store_lost_it_before_anybody_looks_there(
        self, start, services, store, sian
    ):
        adopting.adopt(services, Silent())
        store.remove(digest(sian))
        driver = start(services)
        steps = {each.id: each for each in driver.window.place("home").seen.status.steps}
        assert steps["ready"].state is not StepState.DONE
        assert not identities(services.book(), now())[0].installed


class TestBehindAPassword:
    @pytest.fixture
    def locked(self, services, store, monkeypatch):
        """The one store here has a password of its own."""
        (kind,) = services.stores()
        monkeypatch.setattr(kind, "open", behind("afon", kind.open), raising=False)
        return services

    @LANGUAGES
    def test_home_says_where_one_may_be_and_it_is_used(self, start, locked, language):
        driver = start(locked, language=language)
        assert offer(driver).isVisible()
        offer(driver).card.button.click()
        driver.at("D1")
        assert driver.page.field.isVisible()
        assert not driver.wizard.primary.isEnabled()
        driver.page.field.line.setText("môr")
        driver.wizard.primary.click()
        driver.settle()
        driver.at("D1")
        assert driver.page.errors.isVisible()
        assert driver.page.field.line.text() == ""
        assert not identities(locked.book(), now())
        driver.on("D1", lambda: driver.page.field.line.setText("afon"))
        driver.at("D2")
        (one,) = identities(locked.book(), now())
        assert one.emails[0] in texts_named(driver.page)

    def test_whoever_has_one_is_not_asked(self, start, locked, sian):
        people.with_certificate(locked)
        driver = start(locked)
        assert not offer(driver).isVisible()


def texts_named(page) -> str:
    return "\n".join(line.name.text() for line, *_ in page._lines)
