"""Child processes of our own program (hidden `--child NAME`); implemented by `sel.workers`."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Lost:
    """What a child says of a thing that it did not live to answer.

    slow  it took longer than it may; else the child ended over it
    """

    slow: bool


class Children(Protocol):
    """Starts children by name."""

    def start(self, name: str) -> Child:
        """Raises ChildFailed if it does not come up."""

    def side_by_side(
        self, name: str, opening: Mapping[str, Any], things: Sequence[str], *, seconds: float
    ) -> Generator[Any | Lost, None, None]:
        """An answer for each of `things`, in their order, from a child on each processor.

        name     a child that knows the verbs `open` (with `opening`; secrets go here) and `each`
                 (with `things`, some of them, for a list of as many answers)
        seconds  how long one thing may take
        A child that ends or hangs is replaced, and only the thing that did it is Lost. No more
        than a few hundred answers wait to be taken. Closing the generator ends the children.
        Raises ChildFailed if none comes up, and the SelError that `open` raised.
        """


Handler = Callable[[str, Mapping[str, Any]], Any]
