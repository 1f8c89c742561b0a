"""System stores of the tests' own, and a look at what keys Windows holds."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable, Iterator
from ctypes import byref, c_uint32, c_void_p
from typing import TYPE_CHECKING, Any

import pytest

from sel.ports.store import Which
from tests.windows.here import WINE

if TYPE_CHECKING:
    from sel.stores._windows_api import WindowsApi
    from sel.stores._windows_store import WindowsStore

PREFIX = "SelTest"


@pytest.fixture(scope="session")
def api() -> WindowsApi:
    from sel.stores._windows_api import WindowsApi

    return WindowsApi()


@pytest.fixture
def store(api: WindowsApi) -> Iterator[WindowsStore]:
    """A store of its own: the person's is not touched, and no root is trusted by anybody.

    Its keys are in Windows' own containers, all the same; none may be left.
    """
    yield from opened(api)


def opened(api: WindowsApi, **how: Any) -> Iterator[WindowsStore]:
    """As the fixture, with more to say; in Wine keys go to CAPI, which is all that it keeps."""
    before = containers()
    from sel.stores._windows_store import WindowsStore

    store = WindowsStore(api, "windows", names=names(), **({"capi": WINE} | how))
    empty(store)
    yield store
    empty(store)
    assert [list(store.list(which)) for which in Which] == [[], [], []]
    assert containers() == before
    forget()


def names() -> Any:
    """The tests' own system stores."""
    from sel.stores._windows_store import Names

    return Names(*(PREFIX + each for each in ("My", "People", "Intermediates", "Roots")))


def empty(store: WindowsStore) -> None:
    """Take everything out, with its keys."""
    for which in Which:
        for held in store.list(which):
            store.remove(held.sha256)


def forget() -> None:
    """Remove the tests' own system stores themselves."""
    if sys.platform == "win32":
        import winreg
        from contextlib import suppress

        for name in vars_of(names()):
            for inner in ("\\Certificates", "\\CRLs", "\\CTLs", ""):
                with suppress(OSError):
                    winreg.DeleteKey(
                        winreg.HKEY_CURRENT_USER,
                        f"Software\\Microsoft\\SystemCertificates\\{name}{inner}",
                    )


def vars_of(names: Any) -> tuple[str, ...]:
    """The names in it."""
    return (names.mine, names.people, names.intermediates, names.roots)


def containers() -> set[str]:
    """Every key container of this person, of CAPI and of CNG."""
    return _of_capi() | _of_cng()


def _of_capi() -> set[str]:
    if sys.platform != "win32":
        return set()
    advapi = ctypes.WinDLL("advapi32")
    provider, out, first = c_void_p(), set(), 1
    verify_context = 0xF0000000
    assert advapi.CryptAcquireContextW(byref(provider), None, None, 24, c_uint32(verify_context))
    name, size = ctypes.create_string_buffer(1024), c_uint32(1024)
    while advapi.CryptGetProvParam(provider, 2, name, byref(size), first):  # PP_ENUMCONTAINERS
        out.add(name.value.decode())
        size, first = c_uint32(1024), 2
    advapi.CryptReleaseContext(provider, 0)
    return out


def _of_cng() -> set[str]:
    if sys.platform != "win32" or WINE:  # Wine's NCryptEnumKeys is not there
        return set()

    class KeyName(ctypes.Structure):
        _fields_ = [
            ("name", ctypes.c_wchar_p),
            ("algorithm", ctypes.c_wchar_p),
            ("spec", c_uint32),
            ("flags", c_uint32),
        ]

    ncrypt = ctypes.WinDLL("ncrypt")
    provider, state, out = c_void_p(), c_void_p(), set()
    from sel.stores._windows_api import SOFTWARE_KSP

    assert not ncrypt.NCryptOpenStorageProvider(byref(provider), SOFTWARE_KSP, 0)
    found = ctypes.POINTER(KeyName)()
    while not ncrypt.NCryptEnumKeys(provider, None, byref(found), byref(state), 0):
        out.add(found.contents.name)
        ncrypt.NCryptFreeBuffer(found)
    ncrypt.NCryptFreeBuffer(state)
    ncrypt.NCryptFreeObject(provider)
    return out


def _credentials() -> set[str]:
    """What Credential Manager holds of Sêl's."""
    if sys.platform != "win32":
        return set()
    from win32ctypes.pywin32 import pywintypes, win32cred

    try:
        found = win32cred.CredEnumerate(Filter=None, Flags=0)
    except pywintypes.error:  # there is none
        return set()
    names = {entry["TargetName"] for entry in found}
    return {name for name in names if name.endswith("@Sel")}


@pytest.fixture
def credentials() -> Iterator[Callable[[], set[str]]]:
    """A look at Sêl's entries in Credential Manager; those that a test makes go again."""
    before = _credentials()
    yield _credentials
    if sys.platform == "win32":
        from win32ctypes.pywin32 import win32cred

        for name in _credentials() - before:
            win32cred.CredDelete(name, win32cred.CRED_TYPE_GENERIC)
