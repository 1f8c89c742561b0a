"""Places an organisation can put its settings in. Implemented by `sel.policies`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sel.core.policy.reading import Given


class PolicySource(Protocol):
    """One kind of place: a registry, managed preferences, a file."""

    id: str

    def given(self) -> Sequence[Given]:
        """What it says on this computer, the strongest first; nothing where it has no settings.

        Raises PolicyBroken where it has settings and they cannot be read: never silence.
        """
