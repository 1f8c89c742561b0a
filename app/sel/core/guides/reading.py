"""Guides are Markdown (CommonMark) with a few fields before it; labels are a JSON file.

    ---
    program: outlook
    topic: set-up
    title: Set up classic Outlook
    ticks: yes
    checked: no
    sources: DigiCert KB
    ---
    What comes before the first step.

    ## settings | Open the settings

    ![A window with a list at its left](settings)

    Choose `outlook.file`, then `outlook.options`.

    > see: A page opens.

    > else: Ask your IT team. See [the messages](outlook-messages).

`settings` is the id of the step; what stands in backquotes is the id of a label; `{address}` is a
fact. A quotation says what kind it is of: see, else, care. Nothing else of Markdown is known here,
so nothing can be lost on the way to a page: what is not known is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sel.core.guides.model import (
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
    Step,
    Topic,
    Words,
    name_of,
)

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

FACTS = ("address", "until")
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FACT = re.compile(r"\{([a-z]+)\}")
_FIELDS = ("program", "topic", "title", "ticks", "checked", "sources")
_YES_NO = {"yes": True, "no": False}


class BadGuide(ValueError):
    """A file that is no guide; says what is wrong with it, for whoever wrote it."""


def read(text: str, *, name: str, language: str) -> Guide:
    """One guide from its file.

    name  of the file, without its ending
    Raises BadGuide.
    """
    fields, markdown = _front(text, name)
    program, topic = _one(Program, fields["program"]), _one(Topic, fields["topic"])
    if name_of(program, topic) != name:
        raise BadGuide(f"{name}: {program} and {topic} belong in {name_of(program, topic)}")
    if fields["ticks"] not in _YES_NO:
        raise BadGuide(f"{name}: ticks is yes or no")
    beginning, steps = _parts(markdown, name)
    return Guide(
        name=name,
        language=language,
        program=program,
        topic=topic,
        title=fields["title"],
        ticks=_YES_NO[fields["ticks"]],
        checked="" if fields["checked"] == "no" else fields["checked"],
        sources=fields["sources"],
        beginning=beginning,
        steps=steps,
    )


def read_labels(text: str) -> dict[str, Label]:
    """The labels by their ids. Raises BadGuide."""
    try:
        document = json.loads(text)
        return {
            id_: Label(
                id_,
                {each: str(held[each]) for each in ("en", "cy") if each in held},
                str(held["source"]),
                held["checked"] is True,
            )
            for id_, held in document["labels"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadGuide(f"labels: {error}") from error


def _one(kind: Callable[[str], Any], text: str) -> Any:
    try:
        return kind(text)
    except ValueError as error:
        raise BadGuide(str(error)) from error


def _front(text: str, name: str) -> tuple[dict[str, str], str]:
    """The fields, each once and all of them, and what follows."""
    head, fence, rest = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not fence:
        raise BadGuide(f"{name}: the fields between two lines of --- are missing")
    fields = {}
    for line in head.splitlines():
        key, colon, value = line.partition(":")
        if not colon or key in fields or not value.strip():
            raise BadGuide(f"{name}: {line}")
        fields[key] = value.strip()
    if set(fields) != set(_FIELDS):
        raise BadGuide(f"{name}: fields are {', '.join(_FIELDS)}")
    return fields, rest


def _parts(markdown: str, name: str) -> tuple[tuple[Block, ...], tuple[Step, ...]]:
    # It takes a tenth of a second to load, and few commands want it.
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode

    root = SyntaxTreeNode(MarkdownIt("commonmark").parse(markdown))
    beginning: list[Block] = []
    steps: list[tuple[str, str, list[Block]]] = []
    for node in root.children:
        try:
            if node.type == "heading":
                steps.append((*_heading(node), []))
            else:
                (steps[-1][2] if steps else beginning).append(_block(node))
        except BadGuide as error:
            line = node.map[0] + 1 if node.map else 0
            raise BadGuide(f"{name}, line {line} of the text: {error}") from error
    ids = [each[0] for each in steps]
    if not steps or len(set(ids)) != len(ids):
        raise BadGuide(f"{name}: it has no steps, or two of one id")
    return tuple(beginning), tuple(Step(id_, title, tuple(body)) for id_, title, body in steps)


def _heading(node: SyntaxTreeNode) -> tuple[str, str]:
    id_, bar, title = _inline(node).content.partition(" | ")
    if node.tag != "h2" or not bar or not _ID.fullmatch(id_) or not title.strip():
        raise BadGuide("a heading is: ## id | Title")
    return id_, title.strip()


def _block(node: SyntaxTreeNode) -> Block:
    match node.type:
        case "paragraph":
            inside = _inline(node).children
            if len(inside) == 1 and inside[0].type == "image":
                return _drawing(inside[0])
            return Paragraph(Kind.DO, _spans(inside))
        case "blockquote":
            return _quotation(node)
        case "bullet_list":
            return Points(tuple(_point(item) for item in node.children))
    raise BadGuide(f"{node.type} is not known")


def _quotation(node: SyntaxTreeNode) -> Paragraph:
    if len(node.children) != 1 or node.children[0].type != "paragraph":
        raise BadGuide("a quotation is one paragraph")
    spans = _spans(_inline(node.children[0]).children)
    first = spans[0]
    word, colon, rest = first.text.partition(": ") if isinstance(first, Words) else ("", "", "")
    if not colon or word not in {Kind.SEE, Kind.ELSE, Kind.CARE}:
        raise BadGuide("a quotation begins with see: , else: or care:")
    begun = (Words(rest),) if rest else ()
    return Paragraph(Kind(word), (*begun, *spans[1:]))


def _point(item: SyntaxTreeNode) -> tuple[Span, ...]:
    if len(item.children) != 1 or item.children[0].type != "paragraph":
        raise BadGuide("a point is one paragraph")
    return _spans(_inline(item.children[0]).children)


def _inline(node: SyntaxTreeNode) -> SyntaxTreeNode:
    return node.children[0]


def _drawing(node: SyntaxTreeNode) -> Drawing:
    name = str(node.attrs.get("src", ""))
    if not _ID.fullmatch(name) or not node.content:
        raise BadGuide("a drawing has a name, and words for those who do not see it")
    return Drawing(name, node.content)


def _spans(nodes: Sequence[SyntaxTreeNode]) -> tuple[Span, ...]:
    """Text that stands together is one span, whatever lines the file has."""
    spans: list[Span] = []
    for span in (each for node in nodes for each in _span(node)):
        if spans and isinstance(span, Words) and isinstance(spans[-1], Words):
            spans[-1] = Words(spans[-1].text + span.text)
        else:
            spans.append(span)
    if not spans:
        raise BadGuide("nothing is said")
    return tuple(spans)


def _span(node: SyntaxTreeNode) -> Iterator[Span]:
    match node.type:
        case "text":
            yield from _with_facts(node.content)
        case "softbreak":
            yield Words(" ")
        case "code_inline":
            yield LabelRef(node.content)
        case "link":
            if [each.type for each in node.children] != ["text"]:
                raise BadGuide("a link is plain words")
            yield Link(node.children[0].content, str(node.attrs.get("href", "")))
        case _:
            raise BadGuide(f"{node.type} is not known")


def _with_facts(text: str) -> Iterator[Span]:
    place = 0
    for found in _FACT.finditer(text):
        if found[1] not in FACTS:
            raise BadGuide(f"{found[0]} is no fact")
        if found.start() > place:
            yield Words(text[place : found.start()])
        yield Fact(found[1])
        place = found.end()
    if place < len(text):
        yield Words(text[place:])
