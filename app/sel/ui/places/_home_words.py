"""What Home says and offers for each state of things; no widgets here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sel.base.message import Message
from sel.core.finding import Finding, Level
from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker
from sel.ui.pages._remedies import LOST
from sel.ui.pages._store_names import store_name
from sel.ui.theme import Tone
from sel.ui.widgets.steps import Row

if TYPE_CHECKING:
    from sel.flows.status import Status, StepStatus
    from sel.journeys.home import First

_ERRANDS = {
    "status-ended": "renew",
    "status-ends": "renew",
    "status-renewing": "answer",
    "status-waiting": "answer",
    "status-not-installed": "make-ready",
    "status-key-missing": "make-ready",
    "status-key-gone": "get-certificate",
    "status-no-backup": "backup",
    "status-backup-damaged": "backup",
    "status-backup-missing": "backup",
    "status-backup-stale": "check-backup",
    "status-keys-shut": "unlock",
    "status-locked": "unlock",
    "status-keys-lost": "restore",
    "status-almost": "try-it",
}


DATES = "dates"
"""What the button in the row of a certificate asks for: its end, in the person's calendar."""

_WITH_AN_END = frozenset({"step-certificate", "step-certificate-ends"})


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words. verb: of its button, empty without one; errand: what that does."""

    what: str
    hint: str
    verb: str = ""
    errand: str = ""


def errand(sentence: Message) -> str:
    """What the one primary button does; empty if there is nothing to press."""
    return _ERRANDS.get(sentence.code, "")


def look_of(first: First) -> tuple[str, Tone]:
    """The sign beside the sentence."""
    if first.quiet:
        return "info", Tone.QUIET
    return (
        ("done", Tone.GOOD) if first.sentence.code == "status-good" else ("attention", Tone.CARE)
    )


def verbs(first: First, speaker: Speaker) -> tuple[str, str]:
    """The words of the primary button and of the quiet one; empty where there is none."""
    put_off = first.reminder is not None
    tomorrow = "" if put_off else speaker.say("remind-tomorrow", "&Remind me tomorrow")
    match first.sentence.code:
        case "status-ended":
            return speaker.say("renew-it", "&Renew it"), ""
        case "status-ends":
            later = speaker.say("remind-later", "Remind me &later")
            return speaker.say("renew-it", "&Renew it"), "" if first.renewal else later
        case "status-waiting" | "status-renewing":
            return (
                speaker.say("the-answer-came", "The &answer has come"),
                speaker.say("send-form-again", "Se&nd the form again"),
            )
        case "status-key-gone":
            return speaker.say("get-a-new-one", "&Get a new certificate"), ""
        case "status-not-installed" | "status-key-missing":
            return speaker.say("make-it-ready", "&Make it ready"), ""
        case "status-no-backup" | "status-backup-damaged" | "status-backup-missing":
            return speaker.say("make-a-backup", "&Make a backup"), tomorrow
        case "status-cannot-back-up":
            return "", tomorrow
        case "status-backup-stale":
            return speaker.say("test-the-backup", "&Test the backup"), tomorrow
        case "status-keys-shut" if first.sentence.facts.get("why") in LOST:
            return speaker.say("what-can-be-done", "See what can be done"), ""
        case "status-keys-shut" | "status-locked":
            return speaker.say("open-my-keys", "&Open my keys"), ""
        case "status-keys-lost":
            return (
                speaker.say("bring-keys-back", "&Bring my keys back"),
                speaker.say("get-a-new-one", "&Get a new certificate"),
            )
        case "status-almost":
            return (
                speaker.say("how-to-try", "&How to try it"),
                speaker.say("it-worked", "It &worked"),
            )
        case _:
            return "", ""


def put_off(first: First, speaker: Speaker) -> tuple[str, ...]:
    """When what was put off is spoken of again, a line each."""
    backup = speaker.say(
        "backup-put-off", "You will be reminded of the backup: {when}", when=first.reminder
    )
    renewal = speaker.say(
        "renewal-put-off", "You will be reminded to renew it: {when}", when=first.renewal
    )
    return (
        *((backup,) if first.reminder is not None else ()),
        *((renewal,) if first.renewal is not None else ()),
    )


def notices(status: Status, speaker: Speaker, *, kept_by_it: bool) -> tuple[Told, ...]:
    """What has to be said beside the sentence, each with what to do.

    kept_by_it  IT holds a copy of the keys: then nobody is asked for a backup
    """
    return tuple(_notice(each, status.sentence, speaker, kept_by_it) for each in status.notices)


def _notice(notice: Message, sentence: Message, speaker: Speaker, kept_by_it: bool) -> Told:
    told = speaker.finding(Finding(Level.WARNING, notice))
    match notice.code:
        case "keys-shut" if sentence.code == "status-keys-shut":
            # The sentence of Home says the rest; where the way to them is lost, a page does.
            return Told("", "" if notice.facts.get("why") in LOST else told.hint)
        case "keys-lost" if sentence.code == "status-keys-lost":
            return Told("", "")  # the sentence of Home says it
        case "keyring-forgot-key":
            verb = speaker.say("let-computer-remember", "&Let this computer remember")
            return Told(told.what, told.hint, verb, "remember")
        case "certificate-renewed":
            verb = speaker.say("tell-colleagues", "&Tell my colleagues")
            return Told(told.what, told.hint, verb, "renewed")
        case "address-changed":
            verb = speaker.say("certificate-for-address", "&Get a certificate for it")
            return Told(told.what, told.hint, verb, "new-address")
        case "address-changed-asked":
            verb = speaker.say("the-answer-came", "The &answer has come")
            return Told(told.what, told.hint, verb, "answer")
        case "book-recovered" if kept_by_it:
            return Told(told.what, "")
        case "book-recovered":
            verb = speaker.say("back-up-after-damage", "Make a &new backup")
            return Told(told.what, told.hint, verb, "backup")
        case "book-recovered-partly":
            verb = speaker.say("restore-after-damage", "Get my &keys back from a backup")
            return Told(told.what, told.hint, verb, "restore")
        case _:
            return Told(told.what, told.hint)


def rows(
    steps: Iterable[StepStatus], stores: Iterable[StoreSpec], speaker: Speaker
) -> tuple[Row, ...]:
    """The steps of the journey in words."""
    names = {spec.id: store_name(spec, speaker) for spec in stores}
    told = []
    for step in steps:
        text = speaker.message(_named(step.what, names) if step.id == "ready" else step.what)
        row = Row(step.state.value, _step_name(step.id, speaker), text)
        if step.what.code in _WITH_AN_END:
            verb = speaker.say("add-to-my-calendar", "Add to m&y calendar")
            row = replace(row, verb=verb, errand=DATES)
        if step.id == "colleagues":
            verb = speaker.say("see-colleagues", "See &colleagues")
            row = replace(row, verb=verb, errand="colleagues")
        if step.id == "mail-program":
            verb = speaker.say("mail-program-steps", "Step by step")
            row = replace(row, verb=verb, errand="guides")
        told.append(row)
    return tuple(told)


def _named(what: Message, names: Mapping[str, str]) -> Message:
    """The same with the names of stores for their ids."""
    facts = {
        key: tuple(names.get(each, each) for each in value) if isinstance(value, tuple) else value
        for key, value in what.facts.items()
    }
    return Message(what.code, facts)


def _step_name(step: str, speaker: Speaker) -> str:
    match step:
        case "certificate":
            return speaker.say("step-name-certificate", "Certificate")
        case "ready":
            return speaker.say("step-name-ready", "Ready in")
        case "backup":
            return speaker.say("step-name-backup", "Backup")
        case "colleagues":
            return speaker.say("step-name-colleagues", "Colleagues")
        case _:
            return speaker.say("step-name-mail-program", "Mail program")
