"""The whole set of what flows are handed; built by `sel.wiring`, frozen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sel.ports.book import Book
from sel.ports.children import Children
from sel.ports.store import StoreKind, TrustAnchors
from sel.ports.surroundings import Clock, Witness


@dataclass(frozen=True, slots=True)
class Services:
    """Factories that import inside, so that a command loads only what it uses.

    data  Sêl's own data folder
    """

    data: Path
    clock: Clock
    book: Callable[[], Book]
    stores: Callable[[], Sequence[StoreKind]]
    anchors: Callable[[], TrustAnchors]
    children: Callable[[], Children]
    witnesses: Callable[[], Sequence[Witness]]
