"""A4 paper with two columns whose rows begin level; for what is said in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING

from sel.text.paper import ACCENT, INK, PALE, blank, drawable

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN, _BETWEEN = 16.0, 8.0  # millimetres, as all lengths here; sizes of letters are points
_COLUMN = (210.0 - 2 * _MARGIN - _BETWEEN) / 2
_TOP, _FOOT = 16.0, 281.0
_PICTURE = (46.0, 23.0)
_BOX = 3.4


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text of a column. name: what introduces it, in bold; its style is one of `_STYLES`."""

    text: str
    style: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Style:
    """size in points; height of a line and the gap below in millimetres."""

    size: float
    height: float
    gap: float
    bold: bool = False
    indent: float = 0.0
    colour: tuple[int, int, int] = INK


_STYLES = {
    "title": _Style(15, 6.8, 2.4, bold=True, colour=ACCENT),
    "heading": _Style(10.5, 5.2, 1.2, bold=True),
    "text": _Style(9.2, 4.5, 1.4),
    "aside": _Style(9.2, 4.5, 1.4, indent=3.0),
    "pale": _Style(8.2, 4.0, 1.0, colour=PALE),
}


class Columns:
    """Rows follow each other downwards; one that does not fit begins a new page.

    Measuring needs a page (fpdf2), so the first is there from the beginning.
    """

    def __init__(self, *, title: str, language: str, made: datetime) -> None:
        self._pdf: FPDF = blank(title=title, language=language, made=made)
        self._pdf.set_margins(_MARGIN, _TOP, _MARGIN)
        self._title = title
        self._widths: dict[tuple[str, float, bool], float] = {}
        self._y = _TOP
        self._pages = 0
        self._new_page()

    def row(
        self,
        columns: Sequence[Iterable[Piece]],
        *,
        picture: BytesIO | None = None,
        shown: str = "",
        ruled: bool = False,
        boxed: bool = False,
    ) -> None:
        """What belongs together in each column, the first at the left.

        picture  an SVG over the columns; shown: what it shows, for those who do not see it
        ruled    a line above it; boxed: an empty box to tick beside the first column
        """
        laid = [tuple(each) for each in columns]
        drawn = _PICTURE[1] + 2.0 if picture is not None else 0.0
        high = drawn + max(sum(self._height(each) for each in column) for column in laid)
        if self._y + high > _FOOT:
            self._new_page()
        if ruled:
            self._rule()
        if picture is not None:
            width, height = _PICTURE
            self._pdf.image(picture, _MARGIN, self._y, width, height, alt_text=shown)
            self._y += drawn
        if boxed:
            self._pdf.set_draw_color(*INK)
            self._pdf.rect(_MARGIN - _BOX - 2.0, self._y + 0.8, _BOX, _BOX)
        ends = [self._column(column, place) for place, column in enumerate(laid)]
        self._y = max(ends) + 1.5

    def data(self) -> bytes:
        """The PDF."""
        return bytes(self._pdf.output())

    def _new_page(self) -> None:
        self._pdf.add_page()
        self._pages += 1
        self._y = _TOP
        self._pdf.set_font("sans", "", 7.5)
        self._pdf.set_text_color(*PALE)
        self._pdf.set_xy(_MARGIN, _FOOT + 3.0)
        foot = drawable(self._pdf, f"{self._title} · {self._pages}")
        self._pdf.cell(210.0 - 2 * _MARGIN, 4.0, foot, align="L")

    def _rule(self) -> None:
        self._pdf.set_draw_color(*PALE)
        self._pdf.set_line_width(0.15)
        self._pdf.line(_MARGIN, self._y, 210.0 - _MARGIN, self._y)
        self._y += 2.5

    def _column(self, pieces: Sequence[Piece], place: int) -> float:
        left, y = _MARGIN + place * (_COLUMN + _BETWEEN), self._y
        for piece in pieces:
            style = _STYLES[piece.style]
            if piece.name:
                y = self._write(piece.name, style, left, y, bold=True)
            y = self._write(piece.text, style, left, y, bold=style.bold) + style.gap
        return y

    def _write(self, text: str, style: _Style, left: float, y: float, *, bold: bool) -> float:
        """Returns where the next line begins."""
        lines = self._lines(text, style, bold=bold)
        self._font(style, bold=bold)
        self._pdf.set_text_color(*style.colour)
        for line in lines:
            self._pdf.set_xy(left + style.indent, y)
            self._pdf.cell(_COLUMN - style.indent, style.height, line, align="L")
            y += style.height
        return y

    def _height(self, piece: Piece) -> float:
        style = _STYLES[piece.style]
        named = len(self._lines(piece.name, style, bold=True)) if piece.name else 0
        told = len(self._lines(piece.text, style, bold=style.bold))
        return (named + told) * style.height + style.gap

    def _lines(self, text: str, style: _Style, *, bold: bool) -> list[str]:
        """Broken at spaces, and within a word that is wider than the column.

        fpdf2 would measure letter by letter; here a word is measured once in a document.
        """
        self._font(style, bold=bold)
        room, space = _COLUMN - style.indent, self._width(" ", style, bold=bold)
        lines: list[str] = []
        line, used = "", 0.0
        for word in drawable(self._pdf, text).split():
            wide = self._width(word, style, bold=bold)
            if line and used + space + wide <= room:
                line, used = f"{line} {word}", used + space + wide
                continue
            if line:
                lines.append(line)
            *full, line = self._parts(word, room) if wide > room else [word]
            lines += full
            used = self._width(line, style, bold=bold)
        return [*lines, line]

    def _parts(self, word: str, room: float) -> list[str]:
        """A long address, say, in pieces that fit."""
        parts = [""]
        for letter in word:
            if self._pdf.get_string_width(parts[-1] + letter) > room:
                parts.append("")
            parts[-1] += letter
        return parts

    def _width(self, text: str, style: _Style, *, bold: bool) -> float:
        key = (text, style.size, bold)
        if key not in self._widths:
            self._widths[key] = float(self._pdf.get_string_width(text))
        return self._widths[key]

    def _font(self, style: _Style, *, bold: bool) -> None:
        self._pdf.set_font("sans", "B" if bold else "", style.size)
