"""One database as NSS holds it, in small steps. Runs in the child only.

Raises NssFailure for whatever NSS refuses; `_nss_child` gives it a meaning.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import byref
from typing import Any

from asn1crypto import core

from sel.base.errors import StoreLocked, StorePasswordWrong, StoreUnavailable
from sel.stores import _nss_library as nss
from sel.stores._nss_library import Item, Library

_USAGE = {"rsa": 0x80 | 0x40 | 0x20 | 0x10, "ec": 0x80 | 0x40 | 0x08}
"""KU_ bits: what the key may technically do; what it should do, its certificate says."""


class Database:
    """A database that is open and unlocked, for the life of the process.

    write  False opens read-only; NSS then changes nothing at all. True makes what is missing.
    Modules that the folder names (pkcs11.txt) are not loaded: they are code of others.
    Raises NssFailure, StoreLocked, StorePasswordWrong.
    """

    def __init__(
        self, library: Library, folder: str, *, store: str, password: bytes | None, write: bool
    ) -> None:
        self._library, self._store = library, store
        flags = nss.INIT_NO_MODULES | nss.INIT_NO_ROOTS | (0 if write else nss.INIT_READ_ONLY)
        name = f"sql:{folder}".encode()
        if not library.NSS_InitContext(name, b"", b"", b"secmod.db", None, flags):
            raise library.failure("init")
        self._slot: int | None = library.PK11_GetInternalKeySlot()
        if not self._slot:
            raise library.failure("slot")
        if library.PK11_NeedUserInit(self._slot):
            # Never given a password, not even the empty one: Thunderbird gives the empty one at
            # its start, and without it no key can be written.
            if write:
                library.check(library.PK11_InitPin(self._slot, None, b""), "init-pin")
        elif library.PK11_NeedLogin(self._slot):
            self._log_in(password)

    def certificates(self) -> Iterator[tuple[int, str | None]]:
        """Handles, good until the next step, and nicknames."""
        return self._library.walk(self._library.PK11_ListCertsInSlot(self._slot))

    @contextmanager
    def certificate(self, der: bytes) -> Iterator[int]:
        """The certificate as the database holds it. Raises StoreUnavailable if it does not."""
        with self._decoded(der) as certificate:
            if not self._holds(certificate):
                raise StoreUnavailable(store=self._store, reason="certificate-missing")
            yield certificate

    @contextmanager
    def key_of(self, certificate: int) -> Iterator[int | None]:
        """The private key that NSS finds for a certificate, or None."""
        key = self._library.PK11_FindKeyByAnyCert(certificate, None)
        try:
            yield key
        finally:
            if key:
                self._library.SECKEY_DestroyPrivateKey(key)

    @contextmanager
    def key(self, der: bytes) -> Iterator[int | None]:
        """The same, for a certificate by its DER."""
        with self.certificate(der) as certificate, self.key_of(certificate) as key:
            yield key

    def import_key(self, identity: Mapping[str, Any]) -> None:
        """Import a private key; one that is there already is written again.

        identity  algorithm, pkcs8, public, name: see `_nss_child.Session.install`
        """
        library = self._library
        key = ctypes.c_void_p()
        name = (identity["name"] or "").encode()
        with Item.wiped(identity["pkcs8"]) as pkcs8:
            status = library.PK11_ImportDERPrivateKeyInfoAndReturnKey(
                self._slot,
                byref(pkcs8),
                byref(Item.of(name)) if name else None,
                byref(Item.of(identity["public"])),
                1,  # it stays
                1,  # it is private
                _USAGE[identity["algorithm"]],
                byref(key),
                None,
            )
        library.check(status, identity["algorithm"])
        library.SECKEY_DestroyPrivateKey(key)

    def import_certificate(self, certificate: Mapping[str, Any]) -> None:
        """Import unless it is there; the database gives it the identifier of its key."""
        library = self._library
        with self._decoded(certificate["der"]) as decoded:
            if self._holds(decoded):
                return
            name = self._free_name(certificate["name"], certificate["subject"])
            library.check(library.PK11_ImportCert(self._slot, decoded, 0, name, 0), "certificate")

    def import_public_key(self, der: bytes) -> None:
        """Keep the public half of a certificate's key, too.

        Before anybody has typed the primary password NSS cannot see private keys, and takes a
        certificate for ours by its public key; its own import of files does this as well.
        """
        with self.certificate(der) as held, self._library.public_key_of(held) as public:
            if not self._library.PK11_ImportPublicKey(self._slot, public, 1):
                raise self._library.failure("public key")

    def sealed(self, key: int, password: bytes) -> bytes:
        """EncryptedPrivateKeyInfo (RFC 5958 3), DER: PBES2 with AES-256 under this password.

        NSS gives a key out in no other way: its attributes are sensitive.
        """
        library = self._library
        tag = library.SECOID_FindOIDTag(byref(Item.of(nss.AES_256_CBC)))
        with Item.wiped(password) as word:
            # One round: the password is random and both ends are ours.
            found = library.PK11_ExportEncryptedPrivKeyInfo(None, tag, byref(word), key, 1, None)
        if not found:
            raise library.failure("export")
        try:
            info = found.contents
            algorithm = core.ObjectIdentifier(contents=info.algorithm.value()).dump()
            parts = (
                core.Sequence(contents=algorithm + info.parameters.value()).dump(),
                core.OctetString(info.data.value()).dump(),
            )
            sealed: bytes = core.Sequence(contents=b"".join(parts)).dump()
            return sealed
        finally:
            library.SECKEY_DestroyEncryptedPrivateKeyInfo(found, 1)

    def others_share(self, der: bytes, key: int) -> bool:
        """Whether another certificate than this one has the same key."""
        mine = self._key_id(key)
        for certificate, _ in self.certificates():
            if self._library.der(certificate) == der:
                continue
            with self.key_of(certificate) as other:
                if other and self._key_id(other) == mine:
                    return True
        return False

    @contextmanager
    def _decoded(self, der: bytes) -> Iterator[int]:
        """A certificate in memory; NSS makes it one with what a database holds of it."""
        certificate = self._library.CERT_NewTempCertificate(
            self._library.CERT_GetDefaultCertDB(), byref(Item.of(der)), None, 0, 1
        )
        if not certificate:
            raise self._library.failure("certificate")
        try:
            yield certificate
        finally:
            self._library.CERT_DestroyCertificate(certificate)

    def _holds(self, certificate: int) -> bool:
        return bool(self._library.PK11_FindCertInSlot(self._slot, certificate, None))

    def _log_in(self, password: bytes | None) -> None:
        if password is None:
            raise StoreLocked(store=self._store)
        # NSS would take a password up to its first zero byte for the whole.
        if b"\0" in password or self._library.PK11_CheckUserPassword(self._slot, password) != 0:
            raise StorePasswordWrong(store=self._store)

    def _free_name(self, wanted: str | None, subject: bytes) -> bytes | None:
        """The wanted nickname, numbered if another subject has it: NSS finds by nickname."""
        if wanted is None:
            return None
        library = self._library
        name, number = wanted.encode(), 1
        while library.SEC_CertNicknameConflict(
            name, byref(Item.of(subject)), library.CERT_GetDefaultCertDB()
        ):
            number += 1
            name = f"{wanted} #{number}".encode()
        return name

    def _key_id(self, key: int) -> bytes:
        item = self._library.PK11_GetLowLevelKeyIDForPrivateKey(key)
        if not item:
            raise self._library.failure("key id")
        value = ctypes.cast(item, ctypes.POINTER(Item)).contents.value()
        self._library.SECITEM_FreeItem(item, 1)
        return value
