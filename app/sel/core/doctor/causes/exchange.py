"""What lies on the organisation's mail server, where nobody can look from here."""

from __future__ import annotations

from sel.base.message import Message
from sel.core.doctor.model import Facts, Outcome, Verdict


def directory_entry(facts: Facts) -> Outcome:
    """An old certificate in the global address list, which Outlook takes first (KB 884738)."""
    return _on_the_server("old-directory-entry", facts, "colleagues")


def suggestion(facts: Facts) -> Outcome:
    """An old entry among the names that Outlook suggests while one types."""
    return _on_the_server("old-suggestion", facts, "")


def group(_facts: Facts) -> Outcome:
    """A distribution list has no certificate of its own."""
    return Outcome("group", Verdict.UNCLEAR, (Message("doctor-group-unknown"),))


def _on_the_server(cause: str, facts: Facts, errand: str) -> Outcome:
    """Not it where there are mail programs and none takes part in Exchange."""
    if facts.programs and not any(each.is_outlook for each in facts.programs):
        return Outcome(cause, Verdict.NOT_IT, (Message("doctor-no-outlook"),))
    return Outcome(cause, Verdict.UNCLEAR, (Message("doctor-on-the-server"),), errand)
