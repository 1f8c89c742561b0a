"""Words for files that were looked at: what each is, how it stands, what to do with it."""

from __future__ import annotations

from sel.base.message import Message
from sel.core.finding import Level
from sel.core.recognise import Kind
from sel.flows.checking import Verdict
from sel.flows.next_steps import NextStep, Offered
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.theme import Tone
from sel.ui.widgets.file_table import FileRow
from sel.ui.widgets.findings import level_word
from sel.ui.widgets.plain import isolated, quoted

_SIGNS = {
    NextStep.SET_UP: "key",
    NextStep.BRING_BACK: "restore",
    NextStep.ANSWER: "certificate",
    NextStep.SEND_FORM: "waiting",
    NextStep.OPEN_MAIL: "mail",
    NextStep.CHECK: "certificate",
}
_LOOK = {
    Level.ERROR: ("error", Tone.BAD),
    Level.WARNING: ("attention", Tone.CARE),
    Level.INFO: ("done", Tone.GOOD),
}


def row(offered: Offered, speaker: Speaker) -> FileRow:
    """One line of the table."""
    level = worst(offered)
    sign, tone = _LOOK[level]
    if level is Level.INFO:
        sign, tone = _SIGNS.get(offered.step, "info"), Tone.PLAIN
    return FileRow(
        isolated(visible(str(offered.seen.path) if not offered.on_disk else _name(offered))),
        kind(offered, speaker),
        quoted(verb(offered, speaker))
        if offered.step is not NextStep.NOTHING
        else speaker.say("now-nothing", "nothing to do"),
        sign,
        tone,
        _state(level, speaker),
    )


def kind(offered: Offered, speaker: Speaker) -> str:
    """What it is, in the words of the catalogue."""
    seen = offered.seen
    if seen.kind is Kind.UNKNOWN and seen.looks_like is not None:
        return speaker.message(Message(f"looks-like.{seen.looks_like}", {}))
    return speaker.message(Message(f"kind.{seen.kind.value}", {}))


def about(offered: Offered, speaker: Speaker) -> str:
    """What it is, and why it cannot be used where that is so."""
    lines = [kind(offered, speaker)]
    if offered.seen.error is not None and not _told(offered):
        told = speaker.error(offered.seen.error)
        lines += [told.what, told.hint]
    if offered.step is NextStep.NOTHING:
        lines.append(_why_nothing(offered, speaker))
    return "\n".join(line for line in lines if line)


def verb(offered: Offered, speaker: Speaker) -> str:
    """The primary button for it."""
    match offered.step:
        case NextStep.SET_UP:
            return speaker.say("now-set-up", "&Set it up on this computer")
        case NextStep.BRING_BACK:
            return speaker.say("now-bring-back", "&Bring the keys back")
        case NextStep.ANSWER:
            return speaker.say("use-as-answer", "Use it as the answer to my form")
        case NextStep.SEND_FORM:
            return speaker.say("send-form-again", "Se&nd the form again")
        case NextStep.OPEN_MAIL:
            return speaker.say("now-open-mail", "&Read it")
        case NextStep.CHECK:
            return speaker.say("now-check", "&Check it")
        case NextStep.ASK_SENDER:
            return speaker.say("now-ask-sender", "Copy &words for the sender")
        case NextStep.NOTHING:
            return speaker.say("to-home", "Go to &Home")


def worst(offered: Offered) -> Level:
    """How bad it is; "needs a passphrase" is no fault of a file."""
    if offered.step is NextStep.ASK_SENDER or _in_the_way(offered):
        return Level.ERROR
    levels = [each.level for each in offered.seen.findings]
    return next((each for each in (Level.ERROR, Level.WARNING) if each in levels), Level.INFO)


def look_of(verdict: Verdict) -> tuple[str, Tone]:
    """Sign and colour of a judgement."""
    match verdict:
        case Verdict.GOOD:
            return "done", Tone.GOOD
        case Verdict.WARNINGS:
            return "attention", Tone.CARE
        case Verdict.BAD:
            return "error", Tone.BAD


def verdict(found: Verdict, speaker: Speaker) -> str:
    """A judgement in a sentence."""
    match found:
        case Verdict.GOOD:
            return speaker.say("verdict-good", "Checked: this certificate can be used.")
        case Verdict.WARNINGS:
            return speaker.say(
                "verdict-warnings",
                "Checked: this certificate can be used. There is something worth knowing.",
            )
        case Verdict.BAD:
            return speaker.say("verdict-bad", "Checked: do not rely on this certificate yet.")


def how_many(number: int, speaker: Speaker) -> str:
    """How many files there are."""
    return speaker.count("files-seen", "{n} file", "{n} files", n=number)


def to_sender(offered: Offered) -> str:
    """A few lines for whoever sent the file, in both languages; names nothing of this computer."""
    return "\n\n".join(_to_sender(offered, Speaker(language)) for language in ("cy", "en"))


def _to_sender(offered: Offered, speaker: Speaker) -> str:
    seen = offered.seen
    told = [speaker.finding(each) for each in seen.findings if each.level is Level.ERROR]
    if not told and seen.error is not None:
        told = [speaker.error(seen.error)]
    if not told:
        told = [speaker.finding(each) for each in seen.findings]
    head = speaker.say(
        "to-sender", "The file you sent cannot be used here: {name}", name=visible(_name(offered))
    )
    lines = [part for each in told[:3] for part in (each.what, each.hint) if part]
    return "\n".join((head, *lines))


def _told(offered: Offered) -> bool:
    """Whether a finding says already what the error would."""
    return any(each.level is Level.ERROR for each in offered.seen.findings)


def _in_the_way(offered: Offered) -> bool:
    """It cannot be used, and that is not for want of a passphrase."""
    return offered.seen.error is not None and offered.step is NextStep.NOTHING


def _why_nothing(offered: Offered, speaker: Speaker) -> str:
    match offered.seen.kind:
        case Kind.CRL:
            return speaker.say(
                "nothing-crl", "Programs fetch such lists by themselves. Nothing to do."
            )
        case Kind.REQUEST:
            return speaker.say(
                "nothing-request",
                "Somebody asks for a certificate with it. It goes to whoever issues certificates.",
            )
        case Kind.CERTIFICATE | Kind.CERTIFICATES | Kind.CONTACT_CARD:
            return speaker.say(
                "nothing-certificate", "Yours already, or of an authority. Nothing to do."
            )
        case Kind.MAIL:
            return speaker.say("nothing-mail", "Neither signed nor encrypted.")
        case _:
            return ""


def _name(offered: Offered) -> str:
    return offered.seen.path.name


def _state(level: Level, speaker: Speaker) -> str:
    if level is Level.INFO:
        return speaker.say("state-in-order", "in order")
    return level_word(level, speaker)
