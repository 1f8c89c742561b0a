"""What Home puts first while a backup is put off; never more than is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sel.base.message import Message
from sel.flows.status import Status, StepState, StepStatus
from sel.journeys.home import BACKUP, first

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)
ENDS = Message("step-certificate-ends", {"n": 12, "until": TOMORROW})

BACKUPS = {
    f"status-{'no-backup' if end == 'none' else f'backup-{end}'}": StepStatus(
        "backup", StepState.ATTENTION, Message(f"step-backup-{end}")
    )
    for end in ("none", "damaged", "missing", "stale")
} | {
    "status-cannot-back-up": StepStatus(
        "backup", StepState.ATTENTION, Message("step-backup-cannot")
    )
}


def status(sentence: str, *, ends: bool = False, mail: bool = False) -> Status:
    """A book with a certificate; ends: soon; mail: the mail program was tested."""
    certificate = ENDS if ends else Message("step-certificate", {"until": TOMORROW})
    steps = (
        StepStatus("certificate", StepState.ATTENTION if ends else StepState.DONE, certificate),
        StepStatus("ready", StepState.DONE, Message("step-ready")),
        BACKUPS.get(sentence, StepStatus("backup", StepState.DONE, Message("step-backup"))),
        StepStatus("mail-program", StepState.DONE if mail else StepState.NEXT, Message("step")),
    )
    return Status(Message(sentence), steps, (), ())


@pytest.mark.parametrize("sentence", sorted(BACKUP))
class TestPutOff:
    def test_the_next_open_fact_comes_first(self, sentence):
        said = first(status(sentence), now=NOW, later=TOMORROW)
        assert said.sentence.code == "status-almost"
        assert (said.reminder, said.quiet) == (TOMORROW, False)

    def test_an_end_in_sight_comes_before_the_mail_program(self, sentence):
        said = first(status(sentence, ends=True), now=NOW, later=TOMORROW)
        assert said.sentence == Message("status-ends", ENDS.facts)

    def test_without_another_open_fact_it_is_said_quietly_and_never_good(self, sentence):
        said = first(status(sentence, mail=True), now=NOW, later=TOMORROW)
        assert said.sentence.code == sentence
        assert said.quiet

    @pytest.mark.parametrize("later", [None, NOW, NOW - timedelta(seconds=1)])
    def test_it_comes_back_when_the_time_is_over(self, sentence, later):
        said = first(status(sentence), now=NOW, later=later)
        assert (said.sentence.code, said.reminder, said.quiet) == (sentence, None, False)


@pytest.mark.parametrize(
    "sentence", ["status-nothing", "status-not-installed", "status-keys-shut", "status-good"]
)
def test_a_reminder_changes_nothing_else(sentence):
    said = first(status(sentence), now=NOW, later=TOMORROW)
    assert (said.sentence.code, said.reminder, said.quiet) == (sentence, None, False)


class TestRenewalPutOff:
    """The end of a certificate may be put off; nothing else hides behind it."""

    def test_the_mail_program_comes_next(self):
        said = first(status("status-ends", ends=True), now=NOW, later=None, renewal=TOMORROW)
        assert said.sentence.code == "status-almost"
        assert (said.renewal, said.reminder, said.quiet) == (TOMORROW, None, False)

    def test_with_nothing_else_open_it_is_said_quietly(self):
        ends = status("status-ends", ends=True, mail=True)
        said = first(ends, now=NOW, later=None, renewal=TOMORROW)
        assert (said.sentence.code, said.renewal, said.quiet) == ("status-ends", TOMORROW, True)

    def test_it_comes_back_in_time(self):
        ends = status("status-ends", ends=True, mail=True)
        said = first(ends, now=NOW, later=None, renewal=NOW)
        assert (said.sentence.code, said.renewal, said.quiet) == ("status-ends", None, False)

    @pytest.mark.parametrize("sentence", sorted(BACKUP))
    def test_a_backup_that_is_missing_is_not_put_off_with_it(self, sentence):
        both = replace(status(sentence, ends=True), sentence=Message("status-ends"))
        said = first(both, now=NOW, later=None, renewal=TOMORROW)
        assert (said.sentence.code, said.renewal, said.reminder) == (sentence, TOMORROW, None)

    @pytest.mark.parametrize("sentence", sorted(BACKUP))
    def test_both_can_be_put_off_and_both_are_named(self, sentence):
        both = status(sentence, ends=True, mail=True)
        said = first(both, now=NOW, later=TOMORROW, renewal=TOMORROW)
        assert (said.renewal, said.reminder, said.quiet) == (TOMORROW, TOMORROW, True)

    def test_a_mail_program_without_it_is_not_put_off_with_it(self):
        some = status("status-ends", ends=True)
        lacking = StepStatus("ready", StepState.NEXT, Message("step-ready-none"))
        steps = tuple(lacking if step.id == "ready" else step for step in some.steps)
        said = first(replace(some, steps=steps), now=NOW, later=None, renewal=TOMORROW)
        assert said.sentence.code == "status-not-installed"
