"""What reads hostile input. A target returns, or raises a SelError; anything else is a bug."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sel.base.errors import SelError
from sel.base.secret import Secret
from sel.core.envelope.model import Key
from tests.fuzz import seeds

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def read(name: str, data: bytes) -> None:
    """Hand the bytes to a target; refusals are what it is for."""
    with suppress(SelError):
        _READERS[name](data)


def _recognise(data: bytes) -> None:
    """All that `inspect` and a drop on the window do, members of containers too."""
    from sel.core.container import outlook_message
    from sel.core.recognise import Kind
    from sel.flows import inspecting
    from sel.flows.unfolding import unfold

    for each in unfold(Path("hostile"), data):
        inspecting.look_at(each.data, each.path, None, NOW)
        if each.seen.kind is Kind.OUTLOOK_MESSAGE and each.error is None:
            outlook_message.letter(each.data)


def _bundle(data: bytes) -> None:
    from sel.core import bundle

    try:
        bundle.outline(data)
    finally:
        bundle.read(data, Secret(seeds.PASSPHRASE.encode()))


def _letter(data: bytes) -> None:
    from sel.core import letter

    try:
        letter.describe(data)
    finally:
        letter.open_letter(data, _ring())


def _chain(data: bytes) -> None:
    """The first certificate of a file is judged, the others are what paths are made of."""
    from sel.core import certificate, chain
    from sel.core.recognise import certificates
    from sel.core.rules import judge

    found = certificates(data)
    if not found:
        return
    path = chain.build(found[0], pool=found[1:], anchors=(_root(), *found[-1:]), at=NOW)
    judge(certificate.read(found[0]), at=NOW, path=path)


@cache
def _ring() -> Sequence[Key]:
    return seeds.ring()


@cache
def _root() -> bytes:
    return seeds.root()


_READERS: dict[str, Callable[[bytes], None]] = {
    "recognise": _recognise,
    "bundle": _bundle,
    "letter": _letter,
    "chain": _chain,
}
