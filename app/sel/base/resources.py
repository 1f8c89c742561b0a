"""The one way to any packed file: resources and compiled words."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_PACKED = _PACKAGE / "_data"
_CHECKOUT = _PACKAGE.parent.parent


def resource(*parts: str) -> Path:
    """The path of a file under resources/, in the package if packed, else in the checkout.

    Raises FileNotFoundError if there is no such file or folder.
    """
    root = _PACKED if _PACKED.is_dir() else _CHECKOUT
    return _existing(root.joinpath("resources", *parts))


def words(language: str) -> Path:
    """The compiled catalogue of `language` ("en" or "cy").

    Raises FileNotFoundError if the words were not compiled (`make words`).
    """
    root = _PACKED / "i18n" if _PACKED.is_dir() else _CHECKOUT / "build" / "i18n"
    return _existing(root / f"{language}.mo")


def _existing(path: Path) -> Path:
    if not path.exists():
        raise FileNotFoundError(path)
    return path
