"""A guide as a file, in both languages: what the window saves and the command writes."""

from __future__ import annotations

from pathlib import PurePath

from sel.base.errors import GuideEnding
from sel.flows import guides
from sel.ports.services import Services
from sel.text.guides import GuideWords
from sel.text.voice import Voice

ENDINGS = (".html", ".pdf")


def ending(file: PurePath) -> str:
    """What a name asks for. Raises GuideEnding."""
    found = file.suffix.lower()
    if found not in ENDINGS:
        raise GuideEnding(file=file)
    return found


def written(services: Services, name: str, wanted: str) -> bytes:
    """The guide of this name with the person's own address and certificate in it.

    wanted  one of `ENDINGS`
    Raises UnknownGuide.
    """
    own, labels = guides.own(services), guides.labels()
    both = [
        (GuideWords(Voice(language), own, labels), guides.guide(name, language))
        for language in guides.LANGUAGES
    ]
    if wanted == ".pdf":
        from sel.text.guide_sheet import sheet

        return sheet(both, guides.drawing, made=services.clock.now())
    from sel.text.guide_page import page

    def titles(other: str, language: str) -> str:
        return guides.guide(other, language).title

    return page(both, guides.drawing, titles).encode()
