"""What is said of one colleague; no widgets here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sel.base.message import Message
from sel.core.check_words import check_words
from sel.core.people import Mark, PathState, Standing, Why, established, reason
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.colleagues.looking import Known, OneCertificate
from sel.ui.widgets.plain import isolated

Row = tuple[str, str]


def answer(known: Known, speaker: Speaker) -> tuple[str, str]:
    """The one answer in a sentence, and what to do if it is no."""
    found = known.colleague.answer
    if found.use is not None:
        until = speaker.date(found.use.not_after)
        return speaker.say("person-can", "You can encrypt to them until {date}.", date=until), ""
    state = speaker.message(Message(f"person-state.{found.reason.value}"))
    said = speaker.say("person-cannot", "You cannot encrypt to them now: {state}.", state=state)
    if found.reason is Standing.CHANGE:
        return said, ""  # the card below says what to do
    return said, speaker.message(Message(f"person-todo.{found.reason.value}"))


def why_this(known: Known, speaker: Speaker) -> str:
    """Why this certificate is the one."""
    match known.colleague.answer.why:
        case Why.ONLY:
            return speaker.say("person-why-only", "It is the only one that can be used.")
        case Why.NEWEST:
            return speaker.say("person-why-newest", "Of those that can be used it began last.")
        case _:
            return ""


def about(one: OneCertificate, speaker: Speaker) -> tuple[Row, ...]:
    """A certificate as a person tells it from another."""
    facts = one.shown.facts
    issuer = one.shown.issuers[0] if one.shown.issuers else facts.issuer
    return (
        (speaker.say("card-issuer", "Issued by"), theirs(issuer)),
        (speaker.say("card-from", "Works from"), speaker.date(facts.not_before)),
        (speaker.say("card-until", "Works until"), speaker.date(facts.not_after)),
        (speaker.say("person-vouched", "Vouched for"), vouched(one, speaker)),
    )


def vouched(one: OneCertificate, speaker: Speaker) -> str:
    """Who speaks for it."""
    if one.held.path is PathState.REVOKED:
        return speaker.message(Message("person-state.revoked"))
    if one.held.trusted is not None and one.held.trusted.holds:
        when = speaker.date(one.held.trusted.when)
        return speaker.say("person-vouched-you", "by you, since {date}", date=when)
    if one.held.path is PathState.TRUSTED:
        return speaker.say("person-vouched-authority", "by an authority that is trusted here")
    return speaker.say("person-vouched-nobody", "by nobody who is trusted here")


def code(one: OneCertificate) -> str:
    """The check code in its groups, half of them a line."""
    groups = one.shown.facts.check_code.split()
    half = len(groups) // 2
    return "  ".join(groups[:half]) + "\n" + "  ".join(groups[half:])


def code_words(one: OneCertificate, speaker: Speaker) -> str:
    """The same as words, to be read out beside it."""
    language = "cy" if speaker.language == "cy" else "en"
    return " · ".join(check_words(one.held.sha256, language))


def checked(mark: Mark | None, speaker: Speaker) -> str:
    """That its code was compared; empty if it was not."""
    if mark is None:
        return ""
    if not mark.holds:
        return speaker.say(
            "person-mark-unproved",
            "What you said of this certificate cannot be verified without Sêl's own keys, so it "
            "does not count now.",
        )
    return speaker.say(
        "person-checked",
        "You compared the code on {date}: {how}",
        date=speaker.date(mark.when),
        how=mark.how,
    )


def history(known: Known, now: datetime, speaker: Speaker) -> Iterator[Row]:
    """Every certificate ever seen for them: what it is now, and where it came from when."""
    keys = established(known.colleague.person.certificates)
    for one in known.certificates:
        state = Message(f"person-state.{reason(one.held, keys, now).value}")
        head = speaker.say(
            "person-history-head",
            "{starts} to {ends}: {state}",
            starts=speaker.date(one.held.not_before),
            ends=speaker.date(one.held.not_after),
            state=speaker.message(state),
        )
        yield head, "\n".join(_seen(one, speaker))


def _seen(one: OneCertificate, speaker: Speaker) -> Iterator[str]:
    for each in one.sightings:
        yield speaker.say(
            "person-seen",
            "{date}: {source}",
            date=speaker.date(each.when),
            source=each.source,
        )
    yield speaker.say(
        "person-digest", "Fingerprint (SHA-256): {sha256}", sha256=one.held.sha256.hex()
    )


def theirs(text: str) -> str:
    """From a stranger: made visible, and of its own direction."""
    return isolated(visible(text))
