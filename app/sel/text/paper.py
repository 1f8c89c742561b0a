"""A4 paper with a font that has every Welsh letter; the drawing half of printed sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from sel.base.resources import resource
from sel.text.visible import visible

if TYPE_CHECKING:
    from fpdf import FPDF

_MARGIN = 18.0  # millimetres, as all lengths here; sizes of letters are points
_WIDTH = 210.0 - 2 * _MARGIN
_FOOT, _ABOVE_THE_FOOT = 283.0, 2.0
INK, PALE, ACCENT = (24, 28, 32), (95, 104, 112), (11, 95, 98)
_FACES = (
    ("sans", "", "DejaVuSans.ttf"),
    ("sans", "B", "DejaVuSans-Bold.ttf"),
    ("mono", "", "DejaVuSansMono.ttf"),
)


def blank(*, title: str, language: str, made: datetime) -> FPDF:
    """A document without a page, with the fonts that have every Welsh letter.

    language  of the document, "cy" or "en"; made: aware, written into the file as its date
    """
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_title(visible(title))
    pdf.set_lang(language)
    pdf.set_creation_date(made)
    pdf.set_auto_page_break(False)
    pdf.c_margin = 0
    for family, style, file in _FACES:
        pdf.add_font(family, style, resource("fonts", file))
    return pdf


def drawable(pdf: FPDF, text: str) -> str:
    """`text` with signs that the font in use lacks shown as their number, not as empty boxes."""
    known = getattr(pdf.current_font, "cmap", {})
    return "".join(
        each if each == "\n" or ord(each) in known else f"\\u{{{ord(each):04X}}}" for each in text
    )


class Paper:
    """Pages of one PDF. Blocks follow each other downwards; a new page begins when told.

    language  of the document, "cy" or "en"
    made      aware; written into the file as its date
    overfull  whether something on some page ran into its foot
    """

    def __init__(self, *, title: str, language: str, made: datetime) -> None:
        self._pdf: FPDF = blank(title=title, language=language, made=made)
        self._pdf.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.overfull = False

    def begin(self, title: str, under: str) -> None:
        """A new page with its heading."""
        self._pdf.add_page()
        self._line(title, size=19, style="B", height=9, colour=ACCENT)
        self._line(under, size=10, height=5.5, colour=PALE)
        self._gap(2.5)

    @property
    def left(self) -> float:
        """How much of this page is free."""
        return _FOOT - float(self._pdf.get_y())

    def heading(self, text: str) -> None:
        """A heading inside a page."""
        self._gap(2.2)
        self._line(text, size=11.5, style="B", height=6.2)

    def paragraph(self, text: str) -> None:
        """Running text."""
        self._line(text, size=9.5, height=4.7)
        self._gap(0.8)

    def entry(self, name: str, rows: Sequence[str], code: str) -> None:
        """A thing with its name in bold, what is to be said of it, and letters to compare."""
        self._line(name, size=9.5, style="B", height=4.7)
        for row in rows:
            self._line(row, size=9.5, height=4.6)
        self.code(code)
        self._gap(1.6)

    def pairs(self, rows: Sequence[tuple[str, str]], *, label_width: float = 42) -> None:
        """Labels on the left, what they stand for on the right."""
        for label, value in rows:
            top = self._pdf.get_y()
            self._text(label, size=9.5, height=4.7, width=label_width, colour=PALE)
            after_label = self._pdf.get_y()
            self._pdf.set_xy(_MARGIN + label_width, top)
            self._text(value, size=9.5, height=4.7, width=_WIDTH - label_width)
            self._pdf.set_xy(_MARGIN, max(after_label, self._pdf.get_y()))

    def code(self, text: str) -> None:
        """Something to type or to compare, in letters of one width."""
        self._line(text, size=7.6, family="mono", height=4.3)

    def steps(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Name in bold, what to do, and a command to type (or "")."""
        for name, text, command in rows:
            self._line(name, size=9.5, style="B", height=4.8)
            self._line(text, size=9.5, height=4.7)
            if command:
                self.code(command)
            self._gap(1.0)

    def lines_to_write_on(self, label: str, count: int) -> None:
        """A label with empty lines below it, for a pen."""
        self.heading(label)
        for _ in range(count):
            self._gap(7.5)
            y = self._pdf.get_y()
            self._pdf.set_draw_color(*PALE)
            self._pdf.set_line_width(0.2)
            self._pdf.line(_MARGIN, y, _MARGIN + _WIDTH, y)
        self._gap(2.5)

    def foot(self, text: str) -> None:
        """One line at the bottom."""
        self.overfull = self.overfull or self.left < _ABOVE_THE_FOOT
        self._pdf.set_xy(_MARGIN, _FOOT)
        self._line(text, size=8, height=4, colour=PALE)

    def data(self) -> bytes:
        """The PDF."""
        return bytes(self._pdf.output())

    def _gap(self, height: float) -> None:
        self._pdf.set_xy(_MARGIN, self._pdf.get_y() + height)

    def _line(
        self,
        text: str,
        *,
        size: float,
        height: float,
        style: str = "",
        family: str = "sans",
        colour: tuple[int, int, int] = INK,
    ) -> None:
        self._text(
            text, size=size, height=height, width=_WIDTH, style=style, family=family,
            colour=colour,
        )  # fmt: skip

    def _text(
        self,
        text: str,
        *,
        size: float,
        height: float,
        width: float,
        style: str = "",
        family: str = "sans",
        colour: tuple[int, int, int] = INK,
    ) -> None:
        self._pdf.set_font(family, style, size)
        self._pdf.set_text_color(*colour)
        self._pdf.multi_cell(
            width, height, drawable(self._pdf, text), align="L", new_x="LMARGIN", new_y="NEXT"
        )
