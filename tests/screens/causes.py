"""Pages of "It does not work", on computers where different things are wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from sel.journeys import find_cause
from sel.journeys.find_cause import Step
from sel.ui.app import Program
from sel.ui.pages import tables
from sel.ui.wizard import Wizard

Prepare = Callable[[Any, Program], QWidget]
PASTED = (
    "Microsoft Outlook:\nYour Digital ID name cannot be found by the underlying\nsecurity system."
)


def _page(step: Step, message: str, to: str = "", paste: str = "") -> Prepare:
    """A step of the journey with this message chosen."""

    def prepare(_stage: object, program: Program) -> QWidget:
        begun = find_cause.journey(message)
        state = replace(begun.state, to=to)
        if step is Step.REPORT:
            from sel.base.progress import Silent
            from sel.flows import diagnosing

            services = program.errands.context().services
            found = diagnosing.diagnose(services, diagnosing.meant(message), None, Silent())
            state = replace(state, diagnosis=found)
        begun = replace(begun, first=step, state=state)
        context = program.errands.context()
        program.window.begin(lambda: Wizard(context, begun, tables.FIND_CAUSE))
        if paste and program.window.wizard is not None:
            page: Any = program.window.wizard.page
            page.pasted.setPlainText(paste)
        return program.window

    return prepare


PICTURES: tuple[tuple[str, str, Prepare], ...] = (
    ("X1-message", "good", _page(Step.MESSAGE, "")),
    ("X1-message-pasted", "good", _page(Step.MESSAGE, "", paste=PASTED)),
    (
        "X1-message-to",
        "good",
        _page(Step.MESSAGE, "outlook-encryption-problems", to="owain@school.example, owain"),
    ),
    ("X2-causes", "on_windows", _page(Step.CAUSES, "outlook-id-not-found")),
    (
        "X2-causes-to",
        "good",
        _page(Step.CAUSES, "thunderbird-no-recipient-certificate", to="owain@school.example"),
    ),
    ("X2-causes-nothing-here", "empty", _page(Step.CAUSES, "does-not-open")),
    ("X2-causes-ended", "years.ended", _page(Step.CAUSES, "other")),
    ("X3-report", "on_windows", _page(Step.REPORT, "outlook-id-not-found")),
)
"""Name of the picture, whose desk, and what shows it."""
