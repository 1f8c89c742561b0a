"""The child that holds NSS: one database, or the module of roots, for the life of the process.

NSS keeps its state in the process, does not quite let go of it, and is not ours; so it lives here
and its parent (`_nss_store`) asks for one thing at a time. Nothing is judged here: what a key did
is verified by the parent.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import byref
from typing import Any

from sel.base.errors import (
    SelError,
    StoreLocked,
    StorePasswordWrong,
    StoreUnavailable,
    UnsupportedAlgorithm,
)
from sel.stores import _nss_library as nss
from sel.stores._nss_library import Item, Library, NssFailure, Trust

_USAGE = {"rsa": 0x80 | 0x40 | 0x20 | 0x10, "ec": 0x80 | 0x40 | 0x08}
"""KU_ bits: what the key may technically do; what it should do, its certificate says."""

_UNSUPPORTED = {
    "SEC_ERROR_UNSUPPORTED_KEYALG",
    "SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE",
    "SEC_ERROR_INVALID_ALGORITHM",
    "SEC_ERROR_UNRECOGNIZED_OID",
}


def handler() -> Callable[[str, Mapping[str, Any]], Any]:
    """What answers the parent's calls; see `Session` for the verbs."""
    session = Session()
    verbs: dict[str, Callable[..., Any]] = {
        "version": session.version,
        "open": session.open,
        "list": session.list,
        "install": session.install,
        "add_person": session.add_person,
        "add_authority": session.add_authority,
        "remove": session.remove,
        "sign": session.sign,
        "decrypt": session.decrypt,
        "agree": session.agree,
        "roots": session.roots,
    }

    def handle(verb: str, arguments: Mapping[str, Any]) -> Any:
        return verbs[verb](**arguments)

    return handle


class Session:
    """NSS in this process. Every method is a verb; DER is bytes, `sha` nowhere."""

    def __init__(self) -> None:
        self._nss: Library | None = None
        self._slot: int | None = None
        self._store = ""

    def version(self, *, libraries: Sequence[str]) -> str:
        """NSS's own version. Raises StoreUnavailable (nss-missing)."""
        version: bytes = self._loaded(libraries).NSS_GetVersion()
        return version.decode()

    def open(
        self,
        *,
        folder: str,
        store: str,
        password: bytes | None,
        libraries: Sequence[str],
        write: bool,
        create: bool,
    ) -> None:
        """Open the database in `folder` (it must exist unless `create`) and log in.

        write     False opens read-only; NSS then changes nothing at all
        Modules named in the folder (pkcs11.txt) are not loaded: they are code of others.
        Raises StoreUnavailable, StoreLocked, StorePasswordWrong.
        """
        self._store = store
        library = self._loaded(libraries)
        flags = nss.INIT_NO_MODULES | nss.INIT_NO_ROOTS | (0 if write else nss.INIT_READ_ONLY)
        name = f"sql:{folder}".encode()
        with self._meaning("open"):
            if not library.NSS_InitContext(name, b"", b"", b"secmod.db", None, flags):
                raise library.failure("init")
            self._slot = library.PK11_GetInternalKeySlot()
            if not self._slot:
                raise library.failure("slot")
            if library.PK11_NeedUserInit(self._slot):
                # Never given a password, not even the empty one: Thunderbird gives the empty
                # one at its start, and without it no key can be written.
                if write or create:
                    library.check(library.PK11_InitPin(self._slot, None, b""), "init-pin")
            elif library.PK11_NeedLogin(self._slot):
                self._log_in(library, password)

    def _log_in(self, library: Library, password: bytes | None) -> None:
        if password is None:
            raise StoreLocked(store=self._store)
        if b"\0" in password or library.PK11_CheckUserPassword(self._slot, password) != 0:
            raise StorePasswordWrong(store=self._store)

    def list(self) -> list[dict[str, Any]]:
        """Every certificate of the database: der, name, key, authority."""
        library = self._library
        out = []
        for certificate, name in self._certificates():
            key = library.PK11_FindKeyByAnyCert(certificate, None)
            if key:
                library.SECKEY_DestroyPrivateKey(key)
            out.append(
                {
                    "der": library.der(certificate),
                    "name": name,
                    "key": bool(key),
                    "authority": bool(library.CERT_IsCACert(certificate, None)),
                }
            )
        return out

    def install(
        self, *, identities: Sequence[Mapping[str, Any]], chain: Sequence[Mapping[str, Any]]
    ) -> None:
        """Import keys with their certificates, then chain certificates without trust.

        identities  each: algorithm ("rsa" or "ec"), pkcs8, public (modulus or point, what NSS
                    makes the identifier of that links key and certificate), and as in chain
        chain       each: der, subject (Name, DER), name (or None for a person found by address)
        Raises UnsupportedAlgorithm, StoreUnavailable.
        """
        with self._meaning("install"):
            for each in identities:
                self._import_key(each)
                self._import_certificate(each)
            for each in chain:
                self._import_certificate(each)

    def add_person(self, *, certificate: Mapping[str, Any]) -> None:
        """Keep somebody's certificate; no trust bits, its path decides."""
        library = self._library
        with self._meaning("add"):
            self._import_certificate(certificate)
            with self._certificate(certificate["der"]) as held:
                # What mail programs find by address is this record.
                library.check(library.CERT_SaveSMimeProfile(held, None, None), "mail profile")

    def add_authority(self, *, certificate: Mapping[str, Any]) -> None:
        """Keep an authority and trust it for mail; other trust it has stays as it is."""
        library = self._library
        with self._meaning("add"):
            self._import_certificate(certificate)
            with self._certificate(certificate["der"]) as held:
                trust = Trust()
                library.CERT_GetCertTrust(held, byref(trust))  # none yet is no failure
                trust.email |= nss.TRUSTED_CA | nss.VALID_CA
                database = library.CERT_GetDefaultCertDB()
                library.check(library.CERT_ChangeCertTrust(database, held, byref(trust)), "trust")

    def remove(self, *, der: bytes) -> None:
        """Remove a certificate, and its key unless another certificate has the same one."""
        library = self._library
        with self._meaning("remove"), self._certificate(der) as certificate:
            key = library.PK11_FindKeyByAnyCert(certificate, None)
            if not key or self._others_share(der, key):
                removed = library.SEC_DeletePermCertificate(certificate)
            else:
                removed = library.PK11_DeleteTokenCertAndKey(certificate, None)
            if key:
                library.SECKEY_DestroyPrivateKey(key)
            library.check(removed, "remove")

    def sign(self, *, der: bytes, challenge: bytes) -> bytes | None:
        """RSA PKCS#1 v1.5 or ECDSA (r and s, raw) with SHA-256; None without a key.

        Raises StoreUnavailable if the key is there and cannot.
        """
        library = self._library
        with self._meaning("sign"), self._key(der) as key:
            if not key:
                return None
            kind = library.SECKEY_GetPrivateKeyType(key)
            mechanism = nss.CKM_SHA256_RSA_PKCS if kind == nss.RSA_KEY else nss.CKM_ECDSA_SHA256
            signature = Item.of(bytes(max(1, library.PK11_SignatureLen(key))))
            library.check(
                library.PK11_SignWithMechanism(
                    key, mechanism, None, byref(signature), byref(Item.of(challenge))
                ),
                "sign",
            )
            return signature.value()

    def decrypt(self, *, der: bytes, sealed: bytes) -> bytes | None:
        """RSA PKCS#1 v1.5; None without a key. Raises StoreUnavailable if it cannot."""
        library = self._library
        with self._meaning("decrypt"), self._key(der) as key:
            if not key:
                return None
            room = ctypes.create_string_buffer(len(sealed))
            length = ctypes.c_uint(0)
            library.check(
                library.PK11_PrivDecryptPKCS1(
                    key, room, byref(length), len(sealed), sealed, len(sealed)
                ),
                "decrypt",
            )
            return room.raw[: length.value]

    def agree(self, *, der: bytes, other: bytes) -> bytes | None:
        """The ECDH secret with the public key `other` (SPKI, DER); None without a key."""
        library = self._library
        with self._meaning("agree"), self._key(der) as key:
            if not key:
                return None
            with self._public(other) as public:
                shared = library.PK11_PubDeriveWithKDF(
                    key, public, 0, None, None, nss.CKM_ECDH1_DERIVE, nss.CKM_SHA512_HMAC,
                    nss.CKA_SIGN, 0, nss.CKD_NULL, None, None,
                )  # fmt: skip
            if not shared:
                raise library.failure("agree")
            try:
                library.check(library.PK11_ExtractKeyValue(shared), "extract")
                value: bytes = library.PK11_GetKeyData(shared).contents.value()
                return value
            finally:
                library.PK11_FreeSymKey(shared)

    def roots(self, *, libraries: Sequence[str], modules: Sequence[str]) -> Sequence[bytes]:
        """DER of the roots that the first of `modules` that loads trusts for mail."""
        self._store = "libnssckbi"
        library = self._loaded(libraries)
        flags = nss.INIT_READ_ONLY | nss.INIT_NO_DATABASE | nss.INIT_NO_MODULES
        flags |= nss.INIT_FORCE | nss.INIT_NO_ROOTS
        with self._meaning("roots"):
            if not library.NSS_InitContext(b"", b"", b"", b"", None, flags):
                raise library.failure("init")
            for module in modules:
                spec = f'name="Roots" library="{module}"'.encode()
                if library.SECMOD_LoadUserModule(spec, None, 0) and (found := self._mail_roots()):
                    return found
        return []

    def _mail_roots(self) -> Sequence[bytes]:
        library = self._library
        found = []
        for certificate, _ in library.walk(library.PK11_ListCerts(nss.LIST_AUTHORITIES, None)):
            trust = Trust()
            known = library.CERT_GetCertTrust(certificate, byref(trust)) == 0
            if known and trust.email & nss.TRUSTED_CA:
                found.append(library.der(certificate))
        return tuple(dict.fromkeys(found))

    @property
    def _library(self) -> Library:
        if self._nss is None:
            raise StoreUnavailable(store=self._store, reason="not-open")
        return self._nss

    def _loaded(self, folders: Sequence[str]) -> Library:
        if self._nss is None:
            try:
                self._nss = nss.load(folders)
            except OSError as error:
                raise StoreUnavailable(
                    store=self._store, reason="nss-missing", detail=str(error)
                ) from error
        return self._nss

    @contextmanager
    def _meaning(self, doing: str) -> Iterator[None]:
        """Translate what NSS says."""
        try:
            yield
        except NssFailure as failure:
            detail = f"{doing}: {failure}"
            error: SelError
            if doing == "install" and failure.name in _UNSUPPORTED:
                error = UnsupportedAlgorithm(algorithm=failure.what, detail=detail)
            else:
                error = StoreUnavailable(store=self._store, reason="nss-refused", detail=detail)
            raise error from failure

    def _certificates(self) -> Iterator[tuple[int, str | None]]:
        return self._library.walk(self._library.PK11_ListCertsInSlot(self._slot))

    @contextmanager
    def _certificate(self, der: bytes) -> Iterator[int]:
        """The certificate as the database holds it. Raises StoreUnavailable if it does not."""
        for certificate, _ in self._certificates():
            if self._library.der(certificate) == der:
                yield certificate
                return
        raise StoreUnavailable(store=self._store, reason="certificate-missing")

    @contextmanager
    def _key(self, der: bytes) -> Iterator[int | None]:
        with self._certificate(der) as certificate:
            key = self._library.PK11_FindKeyByAnyCert(certificate, None)
            try:
                yield key
            finally:
                if key:
                    self._library.SECKEY_DestroyPrivateKey(key)

    @contextmanager
    def _public(self, spki: bytes) -> Iterator[int]:
        library = self._library
        info = library.SECKEY_DecodeDERSubjectPublicKeyInfo(byref(Item.of(spki)))
        if not info:
            raise library.failure("spki")
        public = library.SECKEY_ExtractPublicKey(info)
        library.SECKEY_DestroySubjectPublicKeyInfo(info)
        if not public:
            raise library.failure("public key")
        try:
            yield public
        finally:
            library.SECKEY_DestroyPublicKey(public)

    def _import_key(self, identity: Mapping[str, Any]) -> None:
        library = self._library
        key = ctypes.c_void_p()
        name = (identity["name"] or "").encode()
        library.check(
            library.PK11_ImportDERPrivateKeyInfoAndReturnKey(
                self._slot,
                byref(Item.of(identity["pkcs8"])),
                byref(Item.of(name)) if name else None,
                byref(Item.of(identity["public"])),
                1,  # it stays
                1,  # it is private
                _USAGE[identity["algorithm"]],
                byref(key),
                None,
            ),
            identity["algorithm"],
        )
        library.SECKEY_DestroyPrivateKey(key)

    def _import_certificate(self, certificate: Mapping[str, Any]) -> None:
        """Import unless it is there; the database gives it the identifier of its key."""
        library, der = self._library, certificate["der"]
        if any(library.der(held) == der for held, _ in self._certificates()):
            return
        decoded = library.CERT_NewTempCertificate(
            library.CERT_GetDefaultCertDB(), byref(Item.of(der)), None, 0, 1
        )
        if not decoded:
            raise library.failure("certificate")
        try:
            name = self._free_name(certificate["name"], certificate["subject"])
            library.check(library.PK11_ImportCert(self._slot, decoded, 0, name, 0), "certificate")
        finally:
            library.CERT_DestroyCertificate(decoded)

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

    def _others_share(self, der: bytes, key: int) -> bool:
        mine = self._key_id(key)
        for certificate, _ in self._certificates():
            if self._library.der(certificate) == der:
                continue
            other = self._library.PK11_FindKeyByAnyCert(certificate, None)
            if other:
                same = self._key_id(other) == mine
                self._library.SECKEY_DestroyPrivateKey(other)
                if same:
                    return True
        return False

    def _key_id(self, key: int) -> bytes:
        item = self._library.PK11_GetLowLevelKeyIDForPrivateKey(key)
        if not item:
            raise self._library.failure("key id")
        value = ctypes.cast(item, ctypes.POINTER(Item)).contents.value()
        self._library.SECITEM_FreeItem(item, 1)
        return value
