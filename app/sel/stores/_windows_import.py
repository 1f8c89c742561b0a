"""Keys into Windows and out of it; into CNG as PKCS#12, under a password for one moment.

What a person was given is never handed to Windows: it would put keys into containers before
anybody looked, take only some of a file with several, and call what it cannot read a wrong
password. So each identity is written anew, one key a file, in the one form that every Windows
reads (3DES and SHA-1; it protects nothing here but the way from one library to the next).
"""

from __future__ import annotations

import ctypes
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from ctypes import byref
from typing import Final

from asn1crypto import core
from cryptography.hazmat.primitives.asymmetric import rsa

from sel.base.secret import Secret
from sel.core import keypair
from sel.core.bundle import Bundle, Entry, Protection, read, write
from sel.stores import _windows_api as windows
from sel.stores._windows_api import Blob, WindowsApi, WindowsFailure, Wiped
from sel.stores._windows_certificates import Certificate, KeyLink, SystemStore, created
from sel.stores._windows_keys import delete_key

_ROUNDS: Final = 2_048  # the password has 256 random bits
_KEY_USAGE: Final = "2.5.29.15"
_EC_USAGE: Final = (1, 0, 0, 0, 1)
"""digitalSignature and keyAgreement: without, CNG takes an EC key for one purpose alone."""


@contextmanager
def into_cng(
    api: WindowsApi, entry: Entry, *, is_rsa: bool, exportable: bool
) -> Iterator[Certificate]:
    """The certificate in a store in memory; its key is in a new container for good by then.

    If what the caller does with it fails, the container goes.
    The key carries no name, of which Windows would make the container's: a renewed one would
    meet its predecessor.
    entry  with its certificate. Raises WindowsFailure.
    """
    password = secrets.token_hex(32)
    pfx = write(
        Bundle((Entry(entry.key, entry.certificate),)),
        Secret(password),
        protection=Protection.OLD_DEVICES,
        rounds=_ROUNDS,
        key_attributes={} if is_rsa else {_KEY_USAGE: core.BitString(_EC_USAGE)},
    )
    flags = windows.PFX_USER_KEYSET | windows.PFX_ALWAYS_CNG
    flags |= windows.PFX_EXPORTABLE if exportable else 0
    with Wiped(pfx) as file, Wiped(password.encode("utf-16-le")) as word:
        blob = Blob(file.size, file.address)
        wide = ctypes.cast(word.buffer, ctypes.c_wchar_p)
        handle = api.PFXImportCertStore(byref(blob), wide, flags)
    try:
        for certificate in SystemStore(api, handle).certificates():
            link = certificate.link
            if link is None or certificate.der != entry.certificate:
                continue
            try:
                yield certificate
            except BaseException:
                with suppress(WindowsFailure):
                    delete_key(api, link)
                raise
            return
        raise WindowsFailure("PFXImportCertStore", windows.CRYPT_E_NO_KEY_PROPERTY)
    finally:
        api.CertCloseStore(handle, 0)


@contextmanager
def into_capi(api: WindowsApi, entry: Entry, *, exportable: bool) -> Iterator[Certificate]:
    """The same with an RSA key in the one provider of CAPI that knows SHA-256 and AES.

    Not by PKCS#12, after which some Windows have the key under an older provider.
    """
    assert entry.certificate is not None
    link = KeyLink(
        f"Sel-{uuid.uuid4()}", windows.AES_CSP, windows.PROV_RSA_AES, 0, windows.SPEC_KEYEXCHANGE
    )
    provider, key = windows.HANDLE(), windows.HANDLE()
    new = windows.CAPI_NEW_KEYSET | windows.CAPI_SILENT
    api.CryptAcquireContextW(byref(provider), link.container, link.provider, link.type, new)
    try:
        try:
            with Wiped(_private_blob(entry.key)) as blob:
                flags = windows.CAPI_EXPORTABLE if exportable else 0
                api.CryptImportKey(provider, blob.buffer, blob.size, None, flags, byref(key))
            api.CryptDestroyKey(key)
        finally:
            api.CryptReleaseContext(provider, 0)
        with created(api, entry.certificate) as certificate:
            certificate.set_link(link)
            yield certificate
    except BaseException:
        with suppress(WindowsFailure):
            delete_key(api, link)
        raise


def _private_blob(key: Secret) -> bytes:
    """PRIVATEKEYBLOB: two heads and the key's numbers, little endian."""
    private = keypair.load(key)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise WindowsFailure("CryptImportKey", windows.NTE_BAD_ALGID)
    numbers, bits = private.private_numbers(), private.key_size
    head = windows.BlobHeader(windows.PRIVATE_KEY_BLOB, 2, 0, windows.ALG_RSA_KEYX)
    public = windows.RsaPublicHead(windows.RSA_PRIVATE_MAGIC, bits, numbers.public_numbers.e)
    whole, half = (bits + 7) // 8, (bits + 15) // 16
    parts = (numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)
    return b"".join(
        (
            bytes(head),
            bytes(public),
            numbers.public_numbers.n.to_bytes(whole, "little"),
            *(part.to_bytes(half, "little") for part in parts),
            numbers.d.to_bytes(whole, "little"),
        )
    )


def exported(api: WindowsApi, certificate: Certificate) -> Bundle:
    """A certificate with its key, if Windows gives it out. Raises WindowsFailure."""
    memory = api.CertOpenStore(windows.STORE_PROV_MEMORY, 0, None, 0, None)
    try:
        with SystemStore(api, memory).put(certificate, windows.ADD_NEW):
            pass
        password = secrets.token_hex(32)
        flags = windows.EXPORT_PRIVATE_KEYS
        flags |= windows.EXPORT_REPORT_NO_PRIVATE_KEY | windows.EXPORT_REPORT_NOT_ABLE
        with Wiped(password.encode("utf-16-le")) as word:
            wide = ctypes.cast(word.buffer, ctypes.c_wchar_p)
            blob = Blob(0, None)
            api.PFXExportCertStoreEx(memory, byref(blob), wide, None, flags)
            with Wiped(blob.size) as file:
                blob.data = file.address
                api.PFXExportCertStoreEx(memory, byref(blob), wide, None, flags)
                return read(file.head(blob.size), Secret(password))
    finally:
        api.CertCloseStore(memory, 0)
