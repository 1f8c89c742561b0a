"""Errors that cross the pipe: class, code and facts, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sel.base import errors
from sel.base.errors import ChildFailed, SelError
from sel.workers.scrub import scrub


def carry(error: SelError) -> dict[str, Any]:
    """An error as a value that fits into a frame."""
    return {
        "class": type(error).__name__,
        "code": error.what.code,
        "facts": dict(error.what.facts),
        "detail": error.detail,
    }


def bring_back(carried: Mapping[str, Any], *, child: str) -> SelError:
    """The same error again.

    Only classes of `sel.base.errors` are made, and only if their code is the one that came; what
    does not fit becomes ChildFailed.
    """
    match carried:
        case {"class": str(name), "code": str(code), "facts": dict(facts), "detail": str(detail)}:
            kind = getattr(errors, name, None)
            if isinstance(kind, type) and issubclass(kind, SelError) and kind.code == code:
                return kind(detail=scrub(detail), **facts)
    return ChildFailed(child=child, detail="an error nobody knows")
