"""Does this computer forget? Windows profiles that are thrown away or carried off at sign-out."""

from __future__ import annotations

import sys

_TEMPORARY, _ROAMING, _MANDATORY = 0x1, 0x2, 0x4
_ROAMING_PREEXISTING = 0x8


def forgets(flags: int | None = None) -> str | None:
    """Why what is kept in the profile is lost at sign-out, or None.

    flags  of GetProfileType (userenv.h); asked from Windows if not given
    A roaming profile keeps our folder, which is a local one, on this computer alone: that is
    said, too, because a key would not follow its owner.
    """
    found = _profile_type() if flags is None else flags
    if found & _TEMPORARY:
        return "temporary-profile"
    if found & _MANDATORY:
        return "mandatory-profile"
    if found & (_ROAMING | _ROAMING_PREEXISTING):
        return "roaming-profile"
    return None


def _profile_type() -> int:
    if sys.platform == "win32":
        import ctypes

        flags = ctypes.c_ulong(0)
        if ctypes.windll.userenv.GetProfileType(ctypes.byref(flags)):
            return flags.value
    return 0
