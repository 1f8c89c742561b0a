"""What Windows says of a profile (GetProfileType, userenv.h) and what it means for a key."""

from __future__ import annotations

import pytest

from sel.places.profile import forgets

TEMPORARY, ROAMING, MANDATORY, ROAMING_PREEXISTING = 1, 2, 4, 8


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (0, None),
        (TEMPORARY, "temporary-profile"),
        (ROAMING, "roaming-profile"),
        (ROAMING_PREEXISTING, "roaming-profile"),
        (ROAMING | ROAMING_PREEXISTING, "roaming-profile"),
        (MANDATORY, "mandatory-profile"),
        # A mandatory profile is a roaming one that is never written back; the worse is said.
        (MANDATORY | ROAMING, "mandatory-profile"),
        # If the roaming profile cannot be had Windows makes a temporary one: gone at sign-out.
        (TEMPORARY | ROAMING, "temporary-profile"),
        (TEMPORARY | MANDATORY | ROAMING, "temporary-profile"),
        (0x10, None),  # a flag that nobody knows yet
    ],
)
def test_every_kind_that_forgets_is_told_apart(flags: int, reason: str | None) -> None:
    assert forgets(flags) == reason


def test_this_computer_can_be_asked() -> None:
    assert forgets() in {None, "temporary-profile", "mandatory-profile", "roaming-profile"}
