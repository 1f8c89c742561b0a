"""Guides to mail programs: what stands in their files, in one language each."""

from __future__ import annotations

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
    label_ids,
    name_of,
    ordered,
)
from sel.core.guides.reading import BadGuide, read, read_labels

__all__ = [
    "BadGuide",
    "Block",
    "Drawing",
    "Fact",
    "Guide",
    "Kind",
    "Label",
    "LabelRef",
    "Link",
    "Paragraph",
    "Points",
    "Program",
    "Span",
    "Step",
    "Topic",
    "Words",
    "label_ids",
    "name_of",
    "ordered",
    "read",
    "read_labels",
]
