"""Guides to mail programs that were asked for and are not there."""

from __future__ import annotations

from sel.text.catalog.entry import message

ENTRIES = (
    message(
        "unknown-guide",
        "There is no guide of this name: {name}",
        hint="Choose one from the list.",
        command="Use “sel guide list” to see their names.",
    ),
    message(
        "guide-ending",
        "A guide is written as a web page or as a PDF, and this name says neither: {file}",
        hint="Choose a name that ends in .html or .pdf.",
    ),
)
