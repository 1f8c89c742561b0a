"""Whose work Sêl is made of besides its own, and under which terms: packed with it."""

from __future__ import annotations

from dataclasses import dataclass

from sel.base.resources import resource


@dataclass(frozen=True, slots=True)
class Licence:
    """One part. licence: its SPDX expression; file: the name of its text in the resources."""

    name: str
    version: str
    licence: str
    file: str

    def text(self) -> str:
        """The whole text, as its authors wrote it."""
        return resource("licences", self.file).read_text("utf-8")


def licences() -> tuple[Licence, ...]:
    """Every part that is packed, in the order of its list."""
    import json

    listed = json.loads(resource("licences", "packages.json").read_text("utf-8"))
    return tuple(
        Licence(each["name"], each["version"], each["licence"], each["text"]) for each in listed
    )
