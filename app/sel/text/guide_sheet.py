"""A guide on paper: both languages in two columns, Welsh at the left, step beside step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO

from sel.core.guides import Block, Drawing, Guide, Kind, Paragraph, Points
from sel.text.columns import Columns, Piece
from sel.text.guides import GuideWords


def sheet(
    both: Sequence[tuple[GuideWords, Guide]], drawing: Callable[[str], str], *, made: datetime
) -> bytes:
    """The guide as a PDF; as in `guide_page`. made: aware, written into the file."""
    title = " · ".join(guide.title for _, guide in both)
    paper = Columns(title=title, language=both[0][1].language, made=made)
    paper.row([_beginning(words, guide) for words, guide in both])
    for place, step in enumerate(both[0][1].steps):
        drawn = next((each for each in step.blocks if isinstance(each, Drawing)), None)
        picture = BytesIO(drawing(drawn.name).encode()) if drawn is not None else None
        shown = " · ".join(_shown(guide, place) for _, guide in both)
        paper.row(
            [_step(words, guide, place) for words, guide in both],
            picture=picture,
            shown=shown,
            ruled=True,
            boxed=both[0][1].ticks,
        )
    return paper.data()


def _beginning(words: GuideWords, guide: Guide) -> tuple[Piece, ...]:
    """Whether anybody tried it stands here: at the end it might stand on a page of its own."""
    said = _pieces(words, words.beginning(guide))
    return (Piece(guide.title, "title"), *said, Piece(words.checked(guide), "pale"))


def _step(words: GuideWords, guide: Guide, place: int) -> tuple[Piece, ...]:
    title = words.numbered(guide, place)
    return (Piece(title, "heading"), *_pieces(words, guide.steps[place].blocks))


def _shown(guide: Guide, place: int) -> str:
    blocks = guide.steps[place].blocks
    return next((each.text for each in blocks if isinstance(each, Drawing)), "")


def _pieces(words: GuideWords, blocks: Sequence[Block]) -> Iterator[Piece]:
    for block in blocks:
        match block:
            case Points(items):
                for each in items:
                    yield Piece(f"– {words.plain(each)}", "text")
            case Paragraph(Kind.DO):
                yield Piece(words.paragraph(block), "text")
            case Paragraph(kind, spans):
                yield Piece(words.plain(spans), "aside", words.kind(kind))
            case Drawing():  # stands over both columns
                continue
