"""What a guide is made of. No words of the program are in here: those are in the files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Program(StrEnum):
    """What a guide is about, in the order in which guides are listed."""

    OUTLOOK = "outlook"
    OUTLOOK_MAC = "outlook-mac"
    THUNDERBIRD = "thunderbird"
    APPLE_MAIL = "apple-mail"
    NEW_OUTLOOK = "new-outlook"
    OUTLOOK_WEB = "outlook-web"
    PHONE = "phone"


class Topic(StrEnum):
    """What a guide is for, in the order in which guides are listed.

    INSTEAD  the only guide of what cannot be set up: what to do in its stead
    """

    SET_UP = "set-up"
    WRITE = "write"
    COLLEAGUE = "colleague"
    PUBLISH = "publish"
    OLD_MAIL = "old-mail"
    MESSAGES = "messages"
    INSTEAD = "instead"


class Kind(StrEnum):
    """What a paragraph of a step is.

    DO    what to do, or what has to be known
    SEE   what stands on the screen now
    ELSE  what to do if it does not
    CARE  what would do harm
    """

    DO = "do"
    SEE = "see"
    ELSE = "else"
    CARE = "care"


@dataclass(frozen=True, slots=True)
class Words:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A place where something of the person's own stands: "address", "until"."""

    name: str


@dataclass(frozen=True, slots=True)
class LabelRef:
    """A place where a label of a mail program stands, by its id: "outlook.file"."""

    id: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere.

    target  "NAME" of a guide, "#STEP" of this one, or "sel:ERRAND" of Sêl's window
    """

    text: str
    target: str


Span = Words | Fact | LabelRef | Link


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a step or of the beginning."""

    kind: Kind
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A short list."""

    items: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """`resources/guides/drawings/NAME.svg`, and what it shows for those who do not see it."""

    name: str
    text: str


Block = Paragraph | Points | Drawing


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. id: the same in every language, unique in its guide"""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide in one language.

    ticks    its steps are done one after the other, so each can be ticked off
    checked  on which machine it was tried and when; "" if nobody has tried it yet
    sources  where its facts come from, for whoever maintains it
    """

    name: str
    language: str
    program: Program
    topic: Topic
    title: str
    ticks: bool
    checked: str
    sources: str
    beginning: tuple[Block, ...]
    steps: tuple[Step, ...]

    def tick(self, step: str) -> str:
        """The name under which a ticked step is kept; the same in every language."""
        return f"guide-{self.name}-{step}"


@dataclass(frozen=True, slots=True)
class Label:
    """A label of a mail program as it stands on the screen.

    texts    by language; a language that is missing is not known
    source   where it was read
    checked  read in the program itself or in its own sources, not in somebody's description
    """

    id: str
    texts: dict[str, str]
    source: str
    checked: bool


def name_of(program: Program, topic: Topic) -> str:
    """The name of a guide, which is that of its file, too."""
    return str(program) if topic is Topic.INSTEAD else f"{program}-{topic}"


def ordered(guides: Iterable[Guide]) -> tuple[Guide, ...]:
    """By program and topic."""
    programs, topics = list(Program), list(Topic)
    return tuple(
        sorted(guides, key=lambda each: (programs.index(each.program), topics.index(each.topic)))
    )


def label_ids(guide: Guide) -> tuple[str, ...]:
    """The labels that stand in a guide, each once, sorted."""
    blocks = (*guide.beginning, *(each for step in guide.steps for each in step.blocks))
    lines = [
        *(each.spans for each in blocks if isinstance(each, Paragraph)),
        *(item for each in blocks if isinstance(each, Points) for item in each.items),
    ]
    found = {span.id for spans in lines for span in spans if isinstance(span, LabelRef)}
    return tuple(sorted(found))
