"""Guides to mail programs that were asked for and are not there."""

from __future__ import annotations

from sel.base.errors.usage import UsageError


class UnknownGuide(UsageError):
    """facts: name"""

    code = "unknown-guide"


class GuideEnding(UsageError):
    """A guide is written as .html or .pdf; another ending says neither. facts: file"""

    code = "guide-ending"
