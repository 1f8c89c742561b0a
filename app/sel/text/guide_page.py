"""A guide as one web page: both languages, no script, nothing from the network, for print, too.

Welsh stands at the left, or above where the window is narrow; both have the same size, and say
the same in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from sel.core.guides import Block, Drawing, Fact, Guide, Kind, LabelRef, Link, Paragraph, Points
from sel.core.guides import Span as GuideSpan
from sel.text.guide_drawings import coloured
from sel.text.guides import GuideWords

_STYLE = """
:root { color-scheme: light dark; --ink: #101418; --accent: #0b5e66; --soft: #dcecee;
 --ground: #ffffff; --quiet: #565656; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaea; --accent: #7cd0d8;
 --soft: #16393d; --ground: #1d2020; --quiet: #b4b8b8; } }
@media print { :root { --ink: #101418; --accent: #0b5e66; --soft: #dcecee; --ground: #ffffff;
 --quiet: #565656; } section { break-inside: avoid; } }
body { margin: 0 auto; padding: 1.5rem; max-width: 72rem; background: var(--ground);
 color: var(--ink); font: 1rem/1.5 "Segoe UI", "Helvetica Neue", "DejaVu Sans", sans-serif; }
h1 { color: var(--accent); font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
p, ul { margin: 0 0 .6rem; overflow-wrap: anywhere; }
section, header, footer { padding: 1rem 0; border-bottom: 1px solid var(--quiet); }
.both { display: grid; grid-template-columns: 1fr; gap: 1rem 2.5rem; }
@media (min-width: 48rem), print { .both { grid-template-columns: 1fr 1fr; } }
svg { display: block; width: 15rem; max-width: 100%; height: auto; margin: 0 0 1rem; }
.see, .else, .care { border-left: .25rem solid var(--quiet); padding-left: .75rem; }
.see { border-color: var(--accent); }
.box { display: inline-block; width: .8em; height: .8em; border: 2px solid var(--ink);
 margin-right: .5em; }
.drawn { color: var(--quiet); font-size: .9rem; }
footer { border: 0; color: var(--quiet); font-size: .9rem; }
"""


def page(
    both: Sequence[tuple[GuideWords, Guide]],
    drawing: Callable[[str], str],
    titles: Callable[[str, str], str],
) -> str:
    """The page.

    both     the guide in each language with its words, in the order in which they stand
    drawing  the SVG of a drawing
    titles   the title of a guide by its name and language, for links to other guides
    """
    return "".join(_page(both, drawing, titles))


def _page(
    both: Sequence[tuple[GuideWords, Guide]],
    drawing: Callable[[str], str],
    titles: Callable[[str, str], str],
) -> Iterator[str]:
    first = both[0][1]
    title = " · ".join(guide.title for _, guide in both)
    makers = [_Writer(words, guide, titles) for words, guide in both]
    yield (
        f'<!DOCTYPE html>\n<html lang="{first.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )
    yield "<header>\n"
    yield from _side_by_side(makers, lambda each: each.beginning())
    yield "</header>\n<main>\n"
    for place, step in enumerate(first.steps):
        yield "<section>\n"
        for each in step.blocks:
            if isinstance(each, Drawing):
                yield _svg(drawing(each.name))
        yield from _side_by_side(makers, lambda each, n=place: each.step(n))  # type: ignore[misc]
        yield "</section>\n"
    yield "</main>\n<footer>\n"
    yield from _side_by_side(makers, lambda each: each.end())
    yield "</footer>\n</body>\n</html>\n"


def _side_by_side(
    makers: Sequence[_Writer], part: Callable[[_Writer], Iterator[str]]
) -> Iterator[str]:
    yield '<div class="both">\n'
    for each in makers:
        yield f'<div lang="{each.guide.language}">\n'
        yield from part(each)
        yield "</div>\n"
    yield "</div>\n"


def _svg(text: str) -> str:
    """A drawing in the colours of the page; what it shows is told in both languages below it."""
    own = coloured(text, ink="var(--ink)", accent="var(--accent)", soft="var(--soft)")
    return own.replace("<svg ", '<svg aria-hidden="true" ', 1)


class _Writer:
    """One language of the page."""

    def __init__(self, words: GuideWords, guide: Guide, titles: Callable[[str, str], str]) -> None:
        self.words, self.guide, self._titles = words, guide, titles

    def beginning(self) -> Iterator[str]:
        yield f"<h1>{escape(self.guide.title)}</h1>\n"
        yield from self._blocks(self.words.beginning(self.guide))

    def step(self, place: int) -> Iterator[str]:
        step = self.guide.steps[place]
        box = '<span class="box" aria-hidden="true"></span>' if self.guide.ticks else ""
        title = escape(self.words.numbered(self.guide, place))
        yield f'<h2 id="{self._anchor(step.id)}">{box}{title}</h2>\n'
        yield from self._blocks(step.blocks)

    def end(self) -> Iterator[str]:
        yield f"<p>{escape(self.words.checked(self.guide))}</p>\n"

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block in blocks:
            match block:
                case Drawing(_, text):
                    yield f'<p class="drawn">{escape(text)}</p>\n'
                case Points(items):
                    points = "".join(f"<li>{self._spans(each)}</li>\n" for each in items)
                    yield f"<ul>\n{points}</ul>\n"
                case Paragraph(Kind.DO, spans):
                    yield f"<p>{self._spans(spans)}</p>\n"
                case Paragraph(kind, spans):
                    name = escape(self.words.kind(kind))
                    yield f'<p class="{kind}"><b>{name}</b> {self._spans(spans)}</p>\n'

    def _spans(self, spans: Sequence[GuideSpan]) -> str:
        return "".join(self._span(each) for each in spans)

    def _span(self, span: GuideSpan) -> str:
        match span:
            case Fact(name):
                return f"<b>{escape(self.words.fact(name))}</b>"
            case LabelRef(id_):
                first, *others = (f"<b>{escape(each)}</b>" for each in self.words.label(id_))
                return f"{first} ({others[0]})" if others else first
            case Link(text, target):
                return self._link(text, target)
            case _:
                return escape(span.text)

    def _link(self, text: str, target: str) -> str:
        """Within the page a link; what is elsewhere is named, for the page stands alone."""
        if target.startswith("#"):
            return f'<a href="#{self._anchor(target[1:])}">{escape(text)}</a>'
        if target.startswith("sel:"):
            return f"<i>{escape(text)}</i>"
        title = self._titles(target, self.guide.language)
        said = self.words.voice.say("guide-elsewhere", "{text} (guide “{title}”)",
                                    text=text, title=title)  # fmt: skip
        return f"<i>{escape(said)}</i>"

    def _anchor(self, step: str) -> str:
        return f"{self.guide.language}-{step}"
