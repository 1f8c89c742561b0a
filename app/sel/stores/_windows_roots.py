"""Roots that Windows trusts for mail: what the person, the computer and Microsoft's list say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final, Protocol

from asn1crypto import core

from sel.stores import _windows_api as windows
from sel.stores._windows_api import WindowsApi
from sel.stores._windows_certificates import opened
from sel.stores._windows_door import door

_EMAIL_PROTECTION: Final = "1.3.6.1.5.5.7.3.4"
_FILETIME_BEGINS: Final = datetime(1601, 1, 1, tzinfo=UTC)


class _Purposes(core.SequenceOf):  # type: ignore[misc]  # asn1crypto has no types
    """ExtKeyUsageSyntax (RFC 5280 4.2.1.12)."""

    _child_spec = core.ObjectIdentifier


class HasProperties(Protocol):
    """A certificate of a Windows store."""

    def property(self, number: int) -> bytes | None:
        """What Windows keeps under this number, or None."""


class WindowsRoots:
    """Roots with trust for mail; implements `sel.ports.store.TrustAnchors`.

    Windows fetches roots of Microsoft's list when it first meets them; those it has not met are
    not here.
    """

    def __init__(self, *, roots: str = "Root", disallowed: str = "Disallowed") -> None:
        self._roots, self._disallowed = roots, disallowed
        self._known: tuple[bytes, ...] | None = None

    def anchors(self) -> Sequence[bytes]:
        """DER of each, read once. Raises StoreUnavailable."""
        if self._known is None:
            api, now = WindowsApi(), datetime.now(UTC)
            with door("windows"):
                never = set(self._all(api, self._disallowed))
                with opened(api, self._roots) as store:
                    found = [
                        each.der
                        for each in (store.certificates() if store else ())
                        if trusted_for_mail(each, now)
                    ]
            self._known = tuple(der for der in dict.fromkeys(found) if der not in never)
        return self._known

    @staticmethod
    def _all(api: WindowsApi, name: str) -> Sequence[bytes]:
        with opened(api, name) as store:
            return [each.der for each in (store.certificates() if store else ())]


def trusted_for_mail(root: HasProperties, now: datetime) -> bool:
    """Whether the properties of a trusted root leave it trusted for mail.

    A root that is trusted only for certificates issued before a day that has passed is left out:
    whoever takes an anchor has no way to ask for that day.
    """
    usage = root.property(windows.PROP_ENHKEY_USAGE)
    if usage is not None and not _names_mail(usage):
        return False
    if _has_passed(root.property(windows.PROP_DISALLOWED_FILETIME), now):
        return False
    refused = root.property(windows.PROP_DISALLOWED_ENHKEY_USAGE)
    if refused is not None and _names_mail(refused, unclear=True):
        return False
    if _has_passed(root.property(windows.PROP_NOT_BEFORE_FILETIME), now):
        meant = root.property(windows.PROP_NOT_BEFORE_ENHKEY_USAGE)
        return meant is not None and not _names_mail(meant, unclear=True)
    return True


def _names_mail(usage: bytes, *, unclear: bool = False) -> bool:
    """Whether emailProtection is among the purposes; `unclear` if they cannot be read."""
    try:
        return _EMAIL_PROTECTION in _Purposes.load(usage, strict=True).native
    except (ValueError, TypeError):
        return unclear


def _has_passed(filetime: bytes | None, now: datetime) -> bool:
    """FILETIME: tenths of microseconds since 1601, little endian; 0 is "always"."""
    if filetime is None:
        return False
    ticks = int.from_bytes(filetime[:8], "little")
    try:
        return _FILETIME_BEGINS + timedelta(microseconds=ticks // 10) <= now
    except OverflowError:
        return False
