"""Private keys as Windows holds them: used where they lie, through CNG or CAPI; deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import byref
from typing import Any, Protocol

from cryptography.hazmat.primitives.ciphers import Cipher, modes
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.padding import PKCS7

from sel.stores import _windows_api as windows
from sel.stores._windows_api import Pkcs1Padding, WindowsApi, WindowsFailure, Wiped
from sel.stores._windows_certificates import Certificate, KeyLink

_NOT_THERE = frozenset({
    windows.NTE_NO_KEY,
    windows.NTE_NOT_FOUND,
    windows.NTE_BAD_KEYSET,
    windows.NTE_KEYSET_NOT_DEF,
})  # fmt: skip

_KDF_RAW = "TRUNCATE"  # BCRYPT_KDF_RAW_SECRET
_MAX_ANSWER = 4096


class HeldKey(Protocol):
    """A key that is used where it lies. Raises WindowsFailure."""

    def sign(self, message: bytes) -> bytes:
        """SHA-256 with RSA PKCS#1 v1.5, or ECDSA as r and s side by side."""

    def decrypt(self, sealed: bytes) -> bytes:
        """RSA PKCS#1 v1.5."""

    def agree(self, curve: str, point: bytes) -> bytes:
        """The x of ECDH with a public point (x and y side by side), big endian."""

    def open(self, sealed: bytes, iv: bytes, content: bytes) -> bytes:
        """Content in AES-256-CBC whose key is sealed to this RSA key, as a mail program does it.

        Raises ValueError, too, for what does not come out whole.
        """


class CngKey:
    """A key of CNG. handle: NCRYPT_KEY_HANDLE"""

    spec = windows.SPEC_NCRYPT

    def __init__(self, api: WindowsApi, handle: Any, *, rsa: bool, silent: bool = False) -> None:
        self.api, self.handle, self._rsa = api, handle, rsa
        self._quietly = windows.NCRYPT_SILENT if silent else 0

    def sign(self, message: bytes) -> bytes:
        """See `HeldKey.sign`."""
        digest = hashlib.sha256(message).digest()
        padding = Pkcs1Padding("SHA256")
        with Wiped(_MAX_ANSWER) as out:
            size = windows.DWORD(0)
            self.api.NCryptSignHash(
                self.handle,
                byref(padding) if self._rsa else None,
                digest,
                len(digest),
                out.buffer,
                out.size,
                byref(size),
                self._quietly | (windows.NCRYPT_PAD_PKCS1 if self._rsa else 0),
            )
            return out.head(size.value)

    def decrypt(self, sealed: bytes) -> bytes:
        """See `HeldKey.decrypt`."""
        with Wiped(_MAX_ANSWER) as out:
            size = windows.DWORD(0)
            self.api.NCryptDecrypt(
                self.handle,
                sealed,
                len(sealed),
                None,
                out.buffer,
                out.size,
                byref(size),
                self._quietly | windows.NCRYPT_PAD_PKCS1,
            )
            return out.head(size.value)

    def open(self, sealed: bytes, iv: bytes, content: bytes) -> bytes:
        """See `HeldKey.open`: CNG hands the content key out, and any AES will do."""
        decryptor = Cipher(AES(self.decrypt(sealed)), modes.CBC(iv)).decryptor()
        padded = decryptor.update(content) + decryptor.finalize()
        remover = PKCS7(128).unpadder()
        return remover.update(padded) + remover.finalize()

    def agree(self, curve: str, point: bytes) -> bytes:
        """See `HeldKey.agree`. Windows 10 and later."""
        size = len(point) // 2
        blob = windows.BCRYPT_ECDH_MAGIC[curve] + size.to_bytes(4, "little") + point
        provider, other, secret = windows.HANDLE(), windows.HANDLE(), windows.HANDLE()
        self.api.NCryptOpenStorageProvider(byref(provider), windows.SOFTWARE_KSP, 0)
        try:
            self.api.NCryptImportKey(
                provider, None, "ECCPUBLICBLOB", None, byref(other), blob, len(blob), 0
            )
            self.api.NCryptSecretAgreement(self.handle, other, byref(secret), self._quietly)
            with Wiped(_MAX_ANSWER) as out:
                got = windows.DWORD(0)
                self.api.NCryptDeriveKey(
                    secret, _KDF_RAW, None, out.buffer, out.size, byref(got), 0
                )
                return out.head(got.value)[::-1]  # little endian there
        finally:
            for handle in (secret, other, provider):
                if handle:
                    with suppress(WindowsFailure):
                        self.api.NCryptFreeObject(handle)


class CapiKey:
    """A key of CAPI. handle: HCRYPTPROV; spec: AT_KEYEXCHANGE or AT_SIGNATURE"""

    def __init__(self, api: WindowsApi, handle: Any, spec: int) -> None:
        self.api, self.handle, self.spec = api, handle, spec

    def sign(self, message: bytes) -> bytes:
        """See `HeldKey.sign`."""
        digest = windows.HANDLE()
        self.api.CryptCreateHash(self.handle, windows.ALG_SHA_256, None, 0, byref(digest))
        try:
            self.api.CryptHashData(digest, message, len(message), 0)
            with Wiped(_MAX_ANSWER) as out:
                size = windows.DWORD(out.size)
                self.api.CryptSignHashW(digest, self.spec, None, 0, out.buffer, byref(size))
                return out.head(size.value)[::-1]  # little endian there
        finally:
            self.api.CryptDestroyHash(digest)

    def decrypt(self, sealed: bytes) -> bytes:
        """See `HeldKey.decrypt`."""
        key = windows.HANDLE()
        self.api.CryptGetUserKey(self.handle, self.spec, byref(key))
        try:
            with Wiped(sealed[::-1]) as both:
                size = windows.DWORD(len(sealed))
                self.api.CryptDecrypt(key, None, True, 0, both.buffer, byref(size))
                return both.head(size.value)
        finally:
            self.api.CryptDestroyKey(key)

    def open(self, sealed: bytes, iv: bytes, content: bytes) -> bytes:
        """See `HeldKey.open`: CAPI does all of it in the key's provider, which may know no AES."""
        ours, content_key = windows.HANDLE(), windows.HANDLE()
        head = windows.BlobHeader(windows.SIMPLE_BLOB, 2, 0, windows.ALG_AES_256)
        blob = bytes(head) + windows.ALG_RSA_KEYX.to_bytes(4, "little") + sealed[::-1]
        self.api.CryptGetUserKey(self.handle, self.spec, byref(ours))
        try:
            self.api.CryptImportKey(self.handle, blob, len(blob), ours, 0, byref(content_key))
            self.api.CryptSetKeyParam(content_key, windows.KEY_PARAM_IV, iv, 0)
            with Wiped(content) as both:
                size = windows.DWORD(len(content))
                self.api.CryptDecrypt(content_key, None, True, 0, both.buffer, byref(size))
                return both.head(size.value)
        finally:
            for handle in (content_key, ours):
                if handle:
                    self.api.CryptDestroyKey(handle)

    def agree(self, curve: str, point: bytes) -> bytes:
        """CAPI has no such keys."""
        raise WindowsFailure("CryptAcquireContextW", windows.NTE_BAD_PROV_TYPE)


@contextmanager
def acquired(
    api: WindowsApi, certificate: Certificate, *, rsa: bool, silent: bool
) -> Iterator[HeldKey]:
    """The key of a certificate, which Windows has found to be its own.

    silent  fails where Windows would ask something (a PIN, leave to use the key)
    """
    handle, spec, ours = windows.HANDLE(), windows.DWORD(0), windows.BOOL(0)
    flags = windows.ACQUIRE_ALLOW_NCRYPT | windows.ACQUIRE_COMPARE_KEY
    api.CryptAcquireCertificatePrivateKey(
        certificate.context,
        flags | (windows.ACQUIRE_SILENT if silent else 0),
        None,
        byref(handle),
        byref(spec),
        byref(ours),
    )
    cng = spec.value == windows.SPEC_NCRYPT
    try:
        if cng:
            yield CngKey(api, handle, rsa=rsa, silent=silent)
        else:
            yield CapiKey(api, handle, spec.value)
    finally:
        if ours:
            if cng:
                with suppress(WindowsFailure):
                    api.NCryptFreeObject(handle)
            else:
                api.CryptReleaseContext(handle, 0)


def delete_key(api: WindowsApi, link: KeyLink) -> None:
    """Delete a container with what is in it; one that is not there is no error.

    Only what Windows keeps in software: a key on a card or in a chip is not ours to delete.
    """
    if not link.in_software:
        return
    try:
        if link.type:
            nothing = windows.HANDLE()
            api.CryptAcquireContextW(
                byref(nothing),
                link.container,
                link.provider,
                link.type,
                windows.CAPI_DELETE_KEYSET | windows.CAPI_SILENT,
            )
        else:
            _delete_from_cng(api, link)
    except WindowsFailure as failure:
        if failure.code not in _NOT_THERE:
            raise


def _delete_from_cng(api: WindowsApi, link: KeyLink) -> None:
    provider, key = windows.HANDLE(), windows.HANDLE()
    api.NCryptOpenStorageProvider(byref(provider), link.provider, 0)
    try:
        api.NCryptOpenKey(provider, byref(key), link.container, 0, windows.NCRYPT_SILENT)
        try:
            api.NCryptDeleteKey(key, windows.NCRYPT_SILENT)  # lets go of the handle, too
        except WindowsFailure:
            with suppress(WindowsFailure):
                api.NCryptFreeObject(key)
            raise
    finally:
        with suppress(WindowsFailure):
            api.NCryptFreeObject(provider)
