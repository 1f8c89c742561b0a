"""The system's keyring, through backends named explicitly: nothing global, nothing guessed.

The `keyring` package would otherwise take whatever is installed, also one that stores in plain
text. Everything here is imported when it is used.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sel.base.errors import KeyringLocked, KeyringUnavailable
from sel.base.secret import Secret

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

_SERVICE = "Sel"
_ANSWER_WAIT = 20.0  # seconds for a service that hangs
_PROMPT_WAIT = 180.0  # seconds for a person at the system's own prompt


class Keyring(Protocol):
    """Where one small secret for each book key is kept by the system.

    ask  whether the system may show its own prompt; without, KeyringLocked at once
    Raises KeyringUnavailable, KeyringLocked.
    """

    def ready(self, *, ask: bool) -> None:
        """Whether a new entry could be written; with `ask` after unlocking what has to be."""

    def get(self, user: str, *, ask: bool) -> Secret | None:
        """The entry, or None if a working keyring has none."""

    def put(self, user: str, value: Secret) -> None:
        """Write a new entry and read it back; never over an existing one."""

    def drop(self, user: str) -> None:
        """Remove an entry; one that is not there is no error."""


class NoCollectionError(Exception):
    """A Secret Service that answers and has no collection to put anything in yet."""


class SystemKeyring:
    """The keyring of this platform."""

    def ready(self, *, ask: bool) -> None:
        """See `Keyring.ready`."""
        try:
            _guarded(lambda: _backend(ask=ask, make=ask).get_password(_SERVICE, "ready"))
        except NoCollectionError as error:
            raise KeyringLocked from error

    def get(self, user: str, *, ask: bool) -> Secret | None:
        """See `Keyring.get`."""
        try:
            found = _guarded(lambda: _backend(ask=ask).get_password(_SERVICE, user))
        except NoCollectionError:
            return None
        return None if found is None else Secret(found)

    def put(self, user: str, value: Secret) -> None:
        """See `Keyring.put`."""
        self.ready(ask=True)
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


def _guarded(work: Callable[[], T]) -> T:
    """The door: whatever a keyring backend raises becomes one of our two errors."""
    from keyring.errors import KeyringLocked as Locked

    try:
        return work()
    except NoCollectionError:
        raise
    except Locked as error:
        raise KeyringLocked from error
    except Exception as error:  # backends raise what their D-Bus or Win32 library raises
        if type(error).__name__ in {"LockedException", "PromptDismissedException"}:
            raise KeyringLocked from error
        raise KeyringUnavailable(reason="no-answer", detail=type(error).__name__) from error


def _backend(*, ask: bool, make: bool = False) -> KeyringBackend:
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        import keyring.backends.macOS

        return keyring.backends.macOS.Keyring()
    return _secret_service(ask=ask, make=make)


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


def _secret_service(*, ask: bool, make: bool) -> KeyringBackend:
    import secretstorage
    from keyring.backends.SecretService import Keyring as SecretService

    class Patient(SecretService):
        """The default collection, unlocked or made only if that may be asked for."""

        appid = "Sel"

        def get_preferred_collection(self) -> Any:
            connection = _bounded(secretstorage.dbus_init())
            try:
                return _collection(connection, ask=ask, make=make)
            except BaseException:
                connection.close()
                raise

    return Patient()  # type: ignore[no-untyped-call]  # keyring is half typed


def _bounded(connection: Any) -> Any:
    """A connection whose calls end: a service may hang, and a prompt may never be answered."""
    send, receive = connection.send_and_get_reply, connection.recv_until_filtered
    connection.send_and_get_reply = functools.partial(send, timeout=_ANSWER_WAIT)
    connection.recv_until_filtered = lambda queue, timeout=None: receive(
        queue, timeout=_PROMPT_WAIT
    )
    return connection


def _collection(connection: Any, *, ask: bool, make: bool) -> Any:
    import secretstorage
    from keyring.errors import KeyringLocked as Locked

    try:
        collection = secretstorage.Collection(connection)
    except secretstorage.exceptions.ItemNotFoundException as error:
        if not make:
            raise NoCollectionError from error
        collection = secretstorage.create_collection(connection, "Default", "default")
    if collection.is_locked():
        if ask:
            with suppress(TimeoutError):
                collection.unlock()
        if collection.is_locked():
            raise Locked("locked")
    return collection
