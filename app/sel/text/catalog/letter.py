"""Reading mail: what Sêl says about a message and its layers."""

from __future__ import annotations

from sel.text.catalog.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
