"""The real window, offscreen, on a desk of its own; nothing of the person's own is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import sel.ui  # noqa: F401  before any other use of Qt: see sel.ui.immortal
from sel.ports.services import Services
from sel.ui.app import Program, application
from sel.ui.unlock import Unlocker
from sel.ui.wizard import Wizard
from tests.flows.desk import desk
from tests.screens import people
from tests.screens.stage import Stage


@pytest.fixture(scope="session")
def qapp():
    """The program's own QApplication, with its text size."""
    return application()


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """The desks of all scenes; tests look at them and change nothing that another test needs."""
    return Stage.build(tmp_path_factory.mktemp("stage"))


@pytest.fixture
def services(tmp_path: Path) -> Services:
    """An empty desk with one mail program."""
    return people.with_stores(desk(tmp_path / "sel"), "Ysgol")


class Driver:
    """Presses what a person would press, and waits as a person would."""

    def __init__(self, qtbot, program: Program) -> None:
        self.bot, self.program, self.window = qtbot, program, program.window
        self.faults: list[BaseException] = []
        program.runner.crashed.connect(self.faults.append)

    @property
    def wizard(self) -> Wizard:
        """The journey in front."""
        assert self.window.wizard is not None
        return self.window.wizard

    @property
    def page(self):
        """Its page."""
        return self.wizard.page

    def settle(self) -> None:
        """Until no work is under way."""
        self.bot.waitUntil(lambda: not self.program.runner.busy, timeout=20_000)
        self.bot.wait(1)
        for fault in self.faults:
            raise fault

    def errand(self, name: str, about: object = None) -> None:
        """As if a button on Home was pressed."""
        self.program.errands.begin(name, about)
        self.settle()

    def on(self, code: str, act: Callable[[], object] | None = None) -> None:
        """Expect this page, do something on it, press the primary button."""
        self.settle()
        assert self.page.code == code, self.page.errors.failure or self.page.code
        if act is not None:
            act()
            self.settle()
        assert self.wizard.primary.isEnabled(), f"{code} cannot go on"
        self.wizard.primary.click()
        self.settle()

    def at(self, code: str) -> None:
        """Expect this page."""
        self.settle()
        assert self.page.code == code, self.page.errors.failure or self.page.code


@pytest.fixture
def start(qtbot, qapp) -> Iterator[Callable[..., Driver]]:
    """Opens windows; closes them all, with all work, at the end."""
    opened: list[Program] = []

    def begin(
        services: Services,
        language: str | None = "en",
        unlocker: Unlocker | None = None,
        file: Path | None = None,
    ) -> Driver:
        program = Program(services, language, unlocker, file)
        opened.append(program)
        program.window.show()
        driver = Driver(qtbot, program)
        driver.settle()
        return driver

    yield begin
    for program in opened:
        program.window.hide()
        program.runner.close()
        qapp.processEvents()
        program.window.deleteLater()
        qapp.processEvents()


@pytest.fixture
def driver(start, services: Services) -> Driver:
    """The window in English on an empty desk."""
    return start(services)
