"""Child processes of our own program (hidden `--child NAME`); implemented by `sel.workers`."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence, Set
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


class Crew(Protocol):
    """Children of one name on all processors, for several rounds of small things."""

    def each(
        self, opening: Mapping[str, Any], things: Sequence[str], *, alone: Set[str] = frozenset()
    ) -> Generator[Any | Lost, None, None]:
        """One round: an answer for each of `things`, in their order.

        opening  what each child is told at the start of the round (its verb `open`); secrets go
                 here. The children know the verb `each` (with `things`, some of them, for a list
                 of as many answers).
        alone    those of the things that are large: each is a call of its own
        A child that ends or hangs is replaced, and only the thing that did it is Lost. No more
        than a thousand or so answers wait to be taken. A generator closed early ends the crew.
        Raises ChildFailed if none comes up, and the SelError that `open` raised.
        """

    def close(self) -> None:
        """End the children, also those at work, and wait for their end."""


class Children(Protocol):
    """Starts children by name."""

    def start(self, name: str) -> Child:
        """Raises ChildFailed if it does not come up."""

    def side_by_side(
        self, name: str, opening: Mapping[str, Any], things: Sequence[str], *, seconds: float
    ) -> Generator[Any | Lost, None, None]:
        """One round of a crew of its own, which ends with the generator: see `Crew.each`.

        seconds  how long one thing may take
        """

    def crew(self, name: str, *, seconds: float) -> Crew:
        """For rounds whose openings differ. Nothing is started before there is work."""


Handler = Callable[[str, Mapping[str, Any]], Any]
