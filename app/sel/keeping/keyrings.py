"""The system's keyring, through backends named explicitly: nothing global, nothing guessed.

The `keyring` package would otherwise take whatever is installed, also one that stores in plain
text. Everything here is imported when it is used.
"""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING, Any, Protocol

from sel.base.errors import KeyringLocked, KeyringUnavailable, SelError
from sel.base.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE = "Sel"
_ANSWER_WAIT = 20.0  # seconds for a service that hangs
_PROMPT_WAIT = 180.0  # seconds for a person at the system's own prompt


class Keyring(Protocol):
    """Where one small secret for each book key is kept by the system.

    ask  whether the system may show its own prompt to unlock; without, KeyringLocked at once
    Raises KeyringUnavailable, KeyringLocked.
    """

    def get(self, user: str, *, ask: bool) -> Secret | None:
        """The entry, or None if a working keyring has none."""

    def put(self, user: str, value: Secret) -> None:
        """Write a new entry and read it back; never over an existing one."""

    def drop(self, user: str) -> None:
        """Remove an entry; one that is not there is no error."""


class SystemKeyring:
    """The keyring of this platform."""

    def get(self, user: str, *, ask: bool) -> Secret | None:
        """See `Keyring.get`."""
        found = _guarded(lambda: _backend(ask=ask).get_password(_SERVICE, user))
        return None if found is None else Secret(found)

    def put(self, user: str, value: Secret) -> None:
        """See `Keyring.put`."""
        if self.get(user, ask=True) is not None:
            raise KeyringUnavailable(reason="entry-exists")
        text = value.reveal_text()
        _guarded(lambda: _backend(ask=True).set_password(_SERVICE, user, text))
        if self.get(user, ask=True) != value:
            raise KeyringUnavailable(reason="read-back")

    def drop(self, user: str) -> None:
        """See `Keyring.drop`."""
        if self.get(user, ask=False) is not None:
            _guarded(lambda: _backend(ask=False).delete_password(_SERVICE, user))


def _guarded(work: Any) -> Any:
    """The door: whatever a keyring backend raises becomes one of our two errors."""
    from keyring.errors import KeyringLocked as Locked

    try:
        return work()
    except SelError:
        raise
    except Locked as error:
        raise KeyringLocked from error
    except Exception as error:  # backends raise what their D-Bus or Win32 library raises
        if type(error).__name__ in {"LockedException", "PromptDismissedException"}:
            raise KeyringLocked from error
        raise KeyringUnavailable(reason="no-answer", detail=type(error).__name__) from error


def _backend(*, ask: bool) -> KeyringBackend:
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        import keyring.backends.macOS

        return keyring.backends.macOS.Keyring()
    return _secret_service(ask=ask)


def _windows() -> KeyringBackend:
    from keyring.backends.Windows import WinVaultKeyring

    class LocalVault(WinVaultKeyring):
        """Credential Manager, entries that stay on this computer, each under its own name.

        The base class keeps the newest entry under the bare service name and moves the one before
        aside: two programs at once could lose one of two entries that way.
        """

        def set_password(self, service: str, username: str, password: str) -> None:
            target = self._compound_name(username, service)  # type: ignore[no-untyped-call]
            self._set_password(target, username, password)  # type: ignore[no-untyped-call]

    vault = LocalVault()  # type: ignore[no-untyped-call]  # keyring is half typed
    vault.persist = "local machine"
    return vault


def _secret_service(*, ask: bool) -> KeyringBackend:
    import secretstorage
    from keyring.backends.SecretService import Keyring as SecretService
    from keyring.errors import KeyringLocked as Locked

    class Patient(SecretService):
        """The default collection as it is: never made by us, unlocked only if we may ask."""

        appid = "Sel"

        def get_preferred_collection(self) -> Any:
            connection = secretstorage.dbus_init()
            connection.send_and_get_reply = functools.partial(
                connection.send_and_get_reply, timeout=_ANSWER_WAIT
            )
            try:
                collection = secretstorage.Collection(connection)
            except secretstorage.exceptions.ItemNotFoundException:
                if not ask:
                    raise
                collection = secretstorage.get_default_collection(connection)
            if collection.is_locked():
                if ask:
                    collection.unlock(timeout=_PROMPT_WAIT)
                if collection.is_locked():
                    connection.close()
                    raise Locked("locked")
            return collection

    return Patient()  # type: ignore[no-untyped-call]  # keyring is half typed
