"""Where what macOS says becomes what Sêl says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sel.base.errors import DiskFull, KeychainLocked, StoreUnavailable
from sel.base.progress import Cancelled
from sel.stores._macos_codes import CssmError, Status
from sel.stores._macos_security import MacosFailure

_CANCELLED: Final = {
    Status.errSecUserCanceled,
    Status.errAuthorizationCanceled,
    CssmError.CSSMERR_CSP_USER_CANCELED,
}
# macOS unlocks a keychain by asking for its password. Where it may not or cannot ask (over ssh,
# without a session), the answer is one of these.
_LOCKED: Final = {
    Status.errSecInteractionNotAllowed,
    Status.errSecInteractionRequired,
    Status.errAuthorizationInteractionNotAllowed,
    CssmError.CSSMERR_CSP_NO_USER_INTERACTION,
}
_DENIED: Final = {
    Status.errSecAuthFailed,
    Status.errSecNoAccessForItem,
    Status.errSecWrPerm,
    Status.errSecReadOnly,
    Status.errSecMissingEntitlement,
    Status.errAuthorizationDenied,
    CssmError.CSSMERR_CSP_OPERATION_AUTH_DENIED,
}
_MISSING: Final = {
    Status.errSecNotAvailable,
    Status.errSecNoSuchKeychain,
    Status.errSecInvalidKeychain,
    Status.errSecNoDefaultKeychain,
}


@contextmanager
def door(store: str) -> Iterator[None]:
    """Translate MacosFailure.

    Raises StoreUnavailable (macos-denied, no-keychain, macos-refused), KeychainLocked, DiskFull,
    Cancelled.
    """
    try:
        yield
    except MacosFailure as failure:
        status, detail = failure.status, str(failure)
        if status in _CANCELLED:
            raise Cancelled from failure
        if status in _LOCKED:
            raise KeychainLocked(store=store, detail=detail) from failure
        if status == Status.errSecDiskFull:
            folder = str(Path.home() / "Library" / "Keychains")
            raise DiskFull(path=folder, detail=detail) from failure
        reason = "macos-refused"
        if status in _DENIED:
            reason = "macos-denied"
        elif status in _MISSING:
            reason = "no-keychain"
        raise StoreUnavailable(store=store, reason=reason, detail=detail) from failure
