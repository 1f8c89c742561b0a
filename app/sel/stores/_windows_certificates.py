"""Windows' system stores: certificates with the properties that Windows keeps beside them."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref
from dataclasses import dataclass
from typing import Any

from sel.stores import _windows_api as windows
from sel.stores._windows_api import Blob, KeyProvInfo, WindowsApi, WindowsFailure


@dataclass(frozen=True, slots=True)
class KeyLink:
    """Where the key of a certificate lies (CRYPT_KEY_PROV_INFO).

    container  its name there
    provider   the program that keeps it, e.g. SOFTWARE_KSP
    type       of the CAPI provider; 0 for CNG
    spec       AT_KEYEXCHANGE or AT_SIGNATURE for CAPI
    """

    container: str
    provider: str
    type: int
    flags: int
    spec: int

    @property
    def in_software(self) -> bool:
        """Whether Windows itself keeps it, and no card and no chip."""
        if self.type == 0:
            return self.provider == windows.SOFTWARE_KSP
        return self.provider in windows.SOFTWARE_CSPS

    def same_key(self, other: KeyLink) -> bool:
        """Whether both lead to one container; CAPI's providers of Windows share theirs."""
        if self.container.lower() != other.container.lower() or bool(self.type) != bool(
            other.type
        ):
            return False
        return self.provider == other.provider or (self.in_software and other.in_software)


class Certificate:
    """One certificate context. Valid only while its store is open and nothing freed it."""

    def __init__(self, api: WindowsApi, context: Any) -> None:
        self.api, self.context = api, context

    @property
    def der(self) -> bytes:
        """X.509, DER."""
        there = self.context.contents
        return ctypes.string_at(there.encoded, there.size)

    @property
    def display_name(self) -> str | None:
        """The friendly name, else what Windows shows for the subject."""
        friendly = self.property(windows.PROP_FRIENDLY_NAME)
        if friendly:
            name = friendly.decode("utf-16-le", "replace").partition("\0")[0]
            if name:
                return name
        buffer = ctypes.create_unicode_buffer(512)
        self.api.CertGetNameStringW(
            self.context, windows.NAME_SIMPLE_DISPLAY, 0, None, buffer, len(buffer)
        )
        return buffer.value or None

    @property
    def link(self) -> KeyLink | None:
        """Where its key lies, or None."""
        raw = self._property(windows.PROP_KEY_PROV_INFO)
        if raw is None:
            return None
        # The strings lie in the same piece of memory, behind the structure.
        info = ctypes.cast(raw, ctypes.POINTER(KeyProvInfo)).contents
        return KeyLink(info.container or "", info.provider or "", info.type, info.flags, info.spec)

    @property
    def archived(self) -> bool:
        """Whether it is hidden from mail programs' lists."""
        return self._property(windows.PROP_ARCHIVED) is not None

    def property(self, number: int) -> bytes | None:
        """What Windows keeps under this number, or None."""
        raw = self._property(number)
        return None if raw is None else raw.raw

    def set_property(self, number: int, value: bytes | None) -> None:
        """Keep a value of bytes, or take it away."""
        if value is None:
            self.api.CertSetCertificateContextProperty(self.context, number, 0, None)
            return
        buffer = ctypes.create_string_buffer(value, max(len(value), 1))
        blob = Blob(len(value), ctypes.cast(buffer, ctypes.c_void_p) if value else None)
        self.api.CertSetCertificateContextProperty(self.context, number, 0, byref(blob))

    def set_name(self, name: str) -> None:
        """The friendly name that programs show."""
        self.set_property(windows.PROP_FRIENDLY_NAME, name.encode("utf-16-le") + b"\0\0")

    def set_link(self, link: KeyLink) -> None:
        """Say where its key lies."""
        info = KeyProvInfo(
            link.container, link.provider, link.type, link.flags, 0, None, link.spec
        )
        self.api.CertSetCertificateContextProperty(
            self.context, windows.PROP_KEY_PROV_INFO, 0, byref(info)
        )

    def _property(self, number: int) -> Any:
        size = windows.DWORD(0)
        get = self.api.CertGetCertificateContextProperty
        if not get(self.context, number, None, byref(size)):
            return None
        buffer = ctypes.create_string_buffer(max(size.value, 1))
        return buffer if get(self.context, number, buffer, byref(size)) else None


class SystemStore:
    """One open store."""

    def __init__(self, api: WindowsApi, handle: Any) -> None:
        self.api, self.handle = api, handle

    def certificates(self) -> Iterator[Certificate]:
        """Each in turn, valid until the next one is asked for."""
        context = None
        try:
            while context := self.api.CertEnumCertificatesInStore(self.handle, context):
                yield Certificate(self.api, context)
        finally:
            if context:
                self.api.CertFreeCertificateContext(context)

    @contextmanager
    def find(self, der: bytes) -> Iterator[Certificate | None]:
        """The store's entry for this certificate, archived or not."""
        with _wanted(der) as wanted:
            context = self.api.CertFindCertificateInStore(
                self.handle, windows.ENCODING, 0, windows.FIND_SHA1_HASH, wanted, None
            )
        try:
            yield Certificate(self.api, context) if context else None
        finally:
            if context:
                self.api.CertFreeCertificateContext(context)

    def add(self, der: bytes) -> None:
        """Add a certificate as it is; one that is there stays as it is."""
        self.api.CertAddEncodedCertificateToStore(
            self.handle, windows.ENCODING, der, len(der), windows.ADD_USE_EXISTING, None
        )

    @contextmanager
    def put(self, certificate: Certificate, how: int) -> Iterator[Certificate]:
        """Add a certificate with its properties; gives the store's own entry."""
        out = windows.CONTEXT()
        self.api.CertAddCertificateContextToStore(
            self.handle, certificate.context, how, byref(out)
        )
        try:
            yield Certificate(self.api, out)
        finally:
            self.api.CertFreeCertificateContext(out)

    def delete(self, der: bytes) -> bool:
        """Take a certificate out; False if it is not there. Its key stays where it is."""
        with self.find(der) as found:
            if found is None:
                return False
            # The call lets go of what it is given, whatever comes of it.
            again = self.api.CertDuplicateCertificateContext(found.context)
            self.api.CertDeleteCertificateFromStore(again)
            return True


@contextmanager
def _wanted(der: bytes) -> Iterator[Any]:
    digest = hashlib.sha1(der, usedforsecurity=False).digest()
    buffer = ctypes.create_string_buffer(digest, len(digest))
    yield byref(Blob(len(digest), ctypes.cast(buffer, ctypes.c_void_p)))


@contextmanager
def opened(
    api: WindowsApi, name: str, *, own: bool = False, write: bool = False
) -> Iterator[SystemStore | None]:
    """A system store of the current user, archived certificates among what it holds.

    own    only what is the person's own, without what the computer's store adds to it
    write  makes the store if it is missing; without, None is given then
    """
    provider = windows.STORE_PROV_SYSTEM_REGISTRY if own else windows.STORE_PROV_SYSTEM
    flags = windows.STORE_CURRENT_USER | windows.STORE_ENUM_ARCHIVED
    if not write:
        flags |= windows.STORE_OPEN_EXISTING | windows.STORE_READONLY
    try:
        handle = api.CertOpenStore(provider, 0, None, flags, name)
    except WindowsFailure as failure:
        if write or failure.code != windows.ERROR_FILE_NOT_FOUND:
            raise
        yield None
        return
    try:
        yield SystemStore(api, handle)
    finally:
        api.CertCloseStore(handle, 0)


@contextmanager
def created(api: WindowsApi, der: bytes) -> Iterator[Certificate]:
    """A certificate in no store, to be given properties before it goes into one."""
    context = api.CertCreateCertificateContext(windows.ENCODING, der, len(der))
    try:
        yield Certificate(api, context)
    finally:
        api.CertFreeCertificateContext(context)


def delete(api: WindowsApi, name: str, der: bytes) -> bool:
    """Take a certificate out of a store of the current user, wherever in it it lies.

    False if it is not there.
    """
    was_there = False
    for own in (False, True):
        with opened(api, name, own=own) as store:
            if store is None:
                return was_there
            with store.find(der) as found:
                if found is None:
                    continue
        with opened(api, name, own=own, write=True) as store:
            was_there = True
            assert store is not None
            store.delete(der)
    return was_there
