"""The child that holds NSS: one database, or the module of roots, for the life of the process.

NSS keeps its state in the process, does not quite let go of it, and is not ours; so it lives here
and its parent (`_nss_store`) asks for one thing at a time. Nothing is judged here: what a key did
is verified by the parent.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import byref
from datetime import UTC, datetime
from typing import Any

from sel.base.errors import NotExportable, SelError, StoreUnavailable, UnsupportedAlgorithm
from sel.stores import _nss_library as nss
from sel.stores._nss_database import Database
from sel.stores._nss_library import Item, Library, NssFailure, Trust
from sel.stores._nss_roots import mail_roots

_UNSUPPORTED = {
    "SEC_ERROR_UNSUPPORTED_KEYALG",
    "SEC_ERROR_UNSUPPORTED_ELLIPTIC_CURVE",
    "SEC_ERROR_INVALID_ALGORITHM",
    "SEC_ERROR_UNRECOGNIZED_OID",
}


def handler() -> Callable[[str, Mapping[str, Any]], Any]:
    """What answers the parent's calls; the verbs are the public methods of `Session`."""
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
        "export": session.export,
        "roots": session.roots,
    }

    def handle(verb: str, arguments: Mapping[str, Any]) -> Any:
        return verbs[verb](**arguments)

    return handle


class Session:
    """NSS in this process.

    Certificates and keys are DER. Where a certificate is to be named it comes as a mapping: der,
    subject (Name, DER), name (its nickname, or None for a person, who is found by address).
    Raises StoreUnavailable (nss-missing, nss-refused, certificate-missing) wherever NSS refuses.
    """

    def __init__(self) -> None:
        self._nss: Library | None = None
        self._opened: Database | None = None
        self._store = ""

    def version(self, *, libraries: Sequence[str]) -> str:
        """NSS's own version."""
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
    ) -> None:
        """Open the database in `folder` and log in; with `write` it is made if it is missing.

        Raises StoreLocked, StorePasswordWrong.
        """
        self._store = store
        library = self._loaded(libraries)
        with self._meaning("open"):
            self._opened = Database(library, folder, store=store, password=password, write=write)

    def list(self) -> list[dict[str, Any]]:
        """Every certificate of the database: der, name, key, authority."""
        library = self._library
        out = []
        for certificate, name in self._database.certificates():
            with self._database.key_of(certificate) as key:
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

        identities  certificates that also have: algorithm ("rsa" or "ec"), pkcs8, public (modulus
                    or point: what NSS makes the identifier of that links key and certificate)
        Raises UnsupportedAlgorithm.
        """
        with self._meaning("install"):
            for each in identities:
                self._database.import_key(each)
                self._database.import_certificate(each)
                self._database.import_public_key(each["der"])
            for each in chain:
                self._database.import_certificate(each)

    def add_person(self, *, certificate: Mapping[str, Any]) -> None:
        """Keep somebody's certificate; no trust bits, its path decides."""
        with self._meaning("add"):
            self._database.import_certificate(certificate)

    def add_authority(self, *, certificate: Mapping[str, Any]) -> None:
        """Keep an authority and trust it for mail; other trust it has stays as it is."""
        library = self._library
        with self._meaning("add"):
            self._database.import_certificate(certificate)
            with self._database.certificate(certificate["der"]) as held:
                trust = Trust()
                library.CERT_GetCertTrust(held, byref(trust))  # none yet is no failure
                trust.email |= nss.TRUSTED_CA | nss.VALID_CA
                everything = library.CERT_GetDefaultCertDB()
                library.check(
                    library.CERT_ChangeCertTrust(everything, held, byref(trust)), "trust"
                )

    def remove(self, *, der: bytes) -> None:
        """Remove a certificate, and its key unless another certificate has the same one."""
        library = self._library
        with (
            self._meaning("remove"),
            self._database.certificate(der) as held,
            self._database.key_of(held) as key,
        ):
            if not key or self._database.others_share(der, key):
                library.check(library.SEC_DeletePermCertificate(held), "remove")
            else:
                # With the private key NSS takes the public one out, too.
                library.check(library.PK11_DeleteTokenCertAndKey(held, None), "remove")

    def sign(self, *, der: bytes, challenge: bytes) -> bytes | None:
        """RSA PKCS#1 v1.5 or ECDSA (r and s, raw) with SHA-256; None without a key."""
        library = self._library
        with self._meaning("sign"), self._database.key(der) as key:
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
        """RSA PKCS#1 v1.5; None without a key."""
        library = self._library
        with self._meaning("decrypt"), self._database.key(der) as key:
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
        with self._meaning("agree"), self._database.key(der) as key:
            if not key:
                return None
            with library.public_key(other) as public:
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

    def export(self, *, der: bytes, password: bytes) -> bytes | None:
        """The key of a certificate as EncryptedPrivateKeyInfo (DER); None without a key.

        Raises NotExportable.
        """
        with self._meaning("export"), self._database.key(der) as key:
            if not key:
                return None
            try:
                return self._database.sealed(key, password)
            except NssFailure as failure:
                digest = hashlib.sha256(der).hexdigest()
                raise NotExportable(sha256=digest, detail=str(failure)) from failure

    def roots(self, *, libraries: Sequence[str], modules: Sequence[str]) -> Sequence[bytes]:
        """DER of the roots that the first of `modules` that loads trusts for mail."""
        self._store = "libnssckbi"
        with self._meaning("roots"):
            return mail_roots(self._loaded(libraries), modules, now=datetime.now(UTC))

    @property
    def _library(self) -> Library:
        if self._nss is None:
            raise StoreUnavailable(store=self._store, reason="not-open")
        return self._nss

    @property
    def _database(self) -> Database:
        if self._opened is None:
            raise StoreUnavailable(store=self._store, reason="not-open")
        return self._opened

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
