"""Child processes of our own program (hidden `--child NAME`); implemented by `sel.workers`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Child(Protocol):
    """One running child. Everything, secrets too, goes through its pipes."""

    def call(self, verb: str, **arguments: Any) -> Any:
        """Ask for one thing and wait for the answer.

        Arguments and answers are None, bool, int, str, bytes, lists and dicts of these.
        Raises the SelError the child raised (same class, code and facts), or ChildFailed.
        """

    def close(self) -> None:
        """End it and wait for its end."""


class Children(Protocol):
    """Starts children by name."""

    def start(self, name: str) -> Child:
        """Raises ChildFailed if it does not come up."""


Handler = Callable[[str, Mapping[str, Any]], Any]
