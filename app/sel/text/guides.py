"""Guides in words: what stands in their places, and the same on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import fill

from sel.core.guides import (
    Block,
    Drawing,
    Fact,
    Guide,
    Kind,
    Label,
    LabelRef,
    Link,
    Paragraph,
    Points,
    Program,
    Span,
    Topic,
)
from sel.flows.guides import Own
from sel.text.voice import LANGUAGES, Voice

_WIDE = 78


class GuideWords:
    """One language, one person, all labels. Everything that is drawn asks here for its words."""

    def __init__(self, voice: Voice, own: Own, labels: Mapping[str, Label]) -> None:
        self.voice = voice
        self._own, self._labels = own, labels

    def plain(self, spans: tuple[Span, ...]) -> str:
        """Without any markup: labels stand in quotation marks."""
        return "".join(self._plain(each) for each in spans)

    def fact(self, name: str) -> str:
        """What is filled in, or words for it while it is not known."""
        say = self.voice.say
        if name == "address":
            return self.voice.fact(self._own.address) or say("guide-your-address", "your address")
        if self._own.until is None:
            return say("guide-its-last-day", "its last day")
        return self.voice.date(self._own.until)

    def label(self, id_: str) -> tuple[str, ...]:
        """As it stands on the screen: in this language if that is known, then in the other."""
        texts = self._labels[id_].texts
        order = (self.voice.language, *LANGUAGES)
        return tuple(dict.fromkeys(texts[each] for each in order if each in texts))

    def quoted(self, id_: str) -> str:
        """A label in quotation marks; in brackets what the program says in the other language."""
        first, *others = (f"“{each}”" for each in self.label(id_))
        return f"{first} ({others[0]})" if others else first

    def kind(self, kind: Kind) -> str:
        """What a paragraph is introduced with; nothing for what is to be done."""
        say = self.voice.say
        match kind:
            case Kind.SEE:
                return say("guide-see", "You should now see:")
            case Kind.ELSE:
                return say("guide-else", "If not:")
            case Kind.CARE:
                return say("guide-care", "Take care:")
            case Kind.DO:
                return ""

    def beginning(self, guide: Guide) -> tuple[Block, ...]:
        """What comes first, without the paragraphs whose facts are not known."""
        return tuple(each for each in guide.beginning if not self._lacking(each))

    def paragraph(self, block: Paragraph) -> str:
        """With its introduction."""
        return f"{self.kind(block.kind)} {self.plain(block.spans)}".strip()

    def numbered(self, guide: Guide, place: int) -> str:
        """The title of a step with its number; messages and the like have none."""
        title = guide.steps[place].title
        return f"{place + 1}. {title}" if guide.ticks else title

    def program(self, program: Program) -> str:
        """The name of a program."""
        say = self.voice.say
        match program:
            case Program.OUTLOOK:
                return say("guide-program-outlook", "Classic Outlook for Windows")
            case Program.OUTLOOK_MAC:
                return say("guide-program-outlook-mac", "Outlook for Mac")
            case Program.THUNDERBIRD:
                return say("guide-program-thunderbird", "Thunderbird")
            case Program.APPLE_MAIL:
                return say("guide-program-apple-mail", "Apple Mail")
            case Program.NEW_OUTLOOK:
                return say("guide-program-new-outlook", "New Outlook for Windows")
            case Program.OUTLOOK_WEB:
                return say("guide-program-outlook-web", "Outlook on the web")
            case Program.PHONE:
                return say("guide-program-phone", "Phones and tablets")

    def topic(self, topic: Topic) -> str:
        """What a guide is for, below the name of its program."""
        say = self.voice.say
        match topic:
            case Topic.SET_UP:
                return say("guide-topic-set-up", "Set it up")
            case Topic.WRITE:
                return say("guide-topic-write", "Sign and encrypt a mail")
            case Topic.COLLEAGUE:
                return say("guide-topic-colleague", "Add a colleague")
            case Topic.PUBLISH:
                return say("guide-topic-publish", "Publish your certificate")
            case Topic.OLD_MAIL:
                return say("guide-topic-old-mail", "Read old mail")
            case Topic.MESSAGES:
                return say("guide-topic-messages", "If it does not work")
            case Topic.INSTEAD:
                return say("guide-topic-instead", "What to do instead")

    def checked(self, guide: Guide) -> str:
        """Whether anybody tried it on a real machine; said to everybody."""
        if guide.checked:
            return self.voice.say("guide-checked", "Tried: {where}", where=guide.checked)
        return self.voice.say(
            "guide-not-checked",
            "Not yet tried on a real computer: a button may be called something else. Tell your"
            " helpdesk if so.",
        )

    def _lacking(self, block: Block) -> bool:
        known = {"address": bool(self._own.address), "until": self._own.until is not None}
        spans = block.spans if isinstance(block, Paragraph) else ()
        return any(isinstance(each, Fact) and not known[each.name] for each in spans)

    def _plain(self, span: Span) -> str:
        match span:
            case Fact(name):
                return self.fact(name)
            case LabelRef(id_):
                return self.quoted(id_)
            case Link(text, _):
                return text
            case _:
                return span.text


def lines(words: GuideWords, guide: Guide) -> tuple[str, ...]:
    """The whole guide for a terminal, wrapped; drawings are told in brackets."""
    told = [guide.title, ""]
    told += _blocks(words, words.beginning(guide), "")
    for place, step in enumerate(guide.steps):
        told += [words.numbered(guide, place), "", *_blocks(words, step.blocks, "   ")]
    return (*told, *fill(words.checked(guide), _WIDE).splitlines())


def _blocks(words: GuideWords, blocks: tuple[Block, ...], indent: str) -> list[str]:
    told: list[str] = []
    for block in blocks:
        for first, text in _told(words, block):
            told += fill(
                text,
                _WIDE,
                initial_indent=indent + first,
                subsequent_indent=indent + " " * len(first),
                break_long_words=False,
            ).splitlines()
        told.append("")
    return told


def _told(words: GuideWords, block: Block) -> Iterator[tuple[str, str]]:
    match block:
        case Drawing(_, text):
            yield "", f"[{text}]"
        case Points(items):
            for each in items:
                yield "- ", words.plain(each)
        case Paragraph():
            yield "", words.paragraph(block)


def targets(guide: Guide) -> Iterator[Link]:
    """Every link of a guide, in its order."""
    for block in (*guide.beginning, *(each for step in guide.steps for each in step.blocks)):
        yield from links(block)


def links(block: Block) -> Iterator[Link]:
    """The links of a block."""
    match block:
        case Paragraph(_, spans):
            yield from (each for each in spans if isinstance(each, Link))
        case Points(items):
            yield from (each for spans in items for each in spans if isinstance(each, Link))
        case Drawing():
            return
