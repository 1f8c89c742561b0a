"""NSS as ctypes sees it: which functions, with which arguments. Runs in the child only.

Every function used here is in the symbol list of the library that Thunderbird ships (there one
file carries NSPR, NSS and S/MIME), so the same code works beside Thunderbird on Windows and macOS
and with the distribution's libnss3 on Linux. Numbers are those of PKCS #11 and of NSS's ABI.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import POINTER, c_char_p, c_int, c_ubyte, c_uint, c_ulong, c_void_p
from pathlib import Path
from typing import Any

INIT_READ_ONLY = 0x1
INIT_NO_DATABASE = 0x2
INIT_NO_MODULES = 0x4
INIT_FORCE = 0x8
INIT_NO_ROOTS = 0x10

TRUSTED_CA = 1 << 4
VALID_CA = 1 << 3

RSA_KEY = 1  # KeyType in keythi.h
LIST_AUTHORITIES = 4  # PK11CertListCAUnique
CKM_SHA256_RSA_PKCS = 0x40
CKM_ECDSA_SHA256 = 0x1044
CKM_ECDH1_DERIVE = 0x1050
CKM_SHA512_HMAC = 0x271
CKA_SIGN = 0x108
CKD_NULL = 1
AES_256_CBC = b"\x60\x86\x48\x01\x65\x03\x04\x01\x2a"
"""2.16.840.1.101.3.4.1.42, as contents octets: NSS makes PBES2 of it."""


class Item(ctypes.Structure):
    """SECItem: bytes with their length."""

    _fields_ = [("type", c_int), ("data", POINTER(c_ubyte)), ("len", c_uint)]

    @classmethod
    def of(cls, value: bytes) -> Item:
        """An item that keeps a copy of `value` alive."""
        room = (c_ubyte * max(1, len(value))).from_buffer_copy(value or b"\0")
        return cls(0, room, len(value))

    @classmethod
    @contextmanager
    def wiped(cls, secret: bytes) -> Iterator[Item]:
        """An item whose copy is overwritten afterwards."""
        item = cls.of(secret)
        try:
            yield item
        finally:
            ctypes.memset(item.data, 0, item.len)

    def value(self) -> bytes:
        """A copy of the bytes."""
        return ctypes.string_at(self.data, self.len) if self.len else b""


class Trust(ctypes.Structure):
    """CERTCertTrust: three sets of CERTDB_ flags."""

    _fields_ = [("ssl", c_uint), ("email", c_uint), ("object_signing", c_uint)]


class SealedKey(ctypes.Structure):
    """SECKEYEncryptedPrivateKeyInfo: algorithm and parameters (DER), what is sealed."""

    _fields_ = [
        ("arena", c_void_p),
        ("algorithm", Item),
        ("parameters", Item),
        ("data", Item),
    ]


class _Links(ctypes.Structure):
    pass


_Links._fields_ = [("next", POINTER(_Links)), ("previous", POINTER(_Links))]


class _ListNode(ctypes.Structure):
    """CERTCertListNode; its data is the nickname in the slot that was listed."""

    _fields_ = [("links", _Links), ("certificate", c_void_p), ("nickname", c_void_p)]


class NssFailure(Exception):
    """A call of NSS failed. name: as in secerr.h or prerr.h, such as SEC_ERROR_BAD_PASSWORD."""

    def __init__(self, what: str, name: str) -> None:
        self.what, self.name = what, name
        super().__init__(f"{what}: {name}")


_P, _I, _IT = c_void_p, c_int, POINTER(Item)
_SIGNATURES: dict[str, tuple[Any, ...]] = {
    # name: (result, *arguments)
    "NSS_GetVersion": (c_char_p,),
    "NSS_InitContext": (_P, c_char_p, c_char_p, c_char_p, c_char_p, _P, c_uint),
    "NSS_ShutdownContext": (_I, _P),
    "PR_GetError": (_I,),
    "PR_ErrorToName": (c_char_p, _I),
    "PK11_GetInternalKeySlot": (_P,),
    "PK11_FreeSlot": (None, _P),
    "PK11_NeedUserInit": (_I, _P),
    "PK11_NeedLogin": (_I, _P),
    "PK11_InitPin": (_I, _P, c_char_p, c_char_p),
    "PK11_CheckUserPassword": (_I, _P, c_char_p),
    "PK11_ListCertsInSlot": (_P, _P),
    "PK11_FindCertInSlot": (c_ulong, _P, _P, _P),
    "PK11_ListCerts": (_P, _I, _P),
    "PK11_FindKeyByAnyCert": (_P, _P, _P),
    "PK11_ImportDERPrivateKeyInfoAndReturnKey": (
        _I,
        _P,
        _IT,
        _IT,
        _IT,
        _I,
        _I,
        c_uint,
        POINTER(c_void_p),
        _P,
    ),
    "PK11_ExportEncryptedPrivKeyInfo": (POINTER(SealedKey), _P, _I, _IT, _P, _I, _P),
    "SECKEY_DestroyEncryptedPrivateKeyInfo": (None, POINTER(SealedKey), _I),
    "SECOID_FindOIDTag": (_I, _IT),
    "PK11_ImportPublicKey": (c_ulong, _P, _P, _I),
    "CERT_ExtractPublicKey": (_P, _P),
    "PK11_ImportCert": (_I, _P, _P, c_ulong, c_char_p, _I),
    "PK11_DeleteTokenCertAndKey": (_I, _P, _P),
    "PK11_SignatureLen": (_I, _P),
    "PK11_SignWithMechanism": (_I, _P, c_ulong, _IT, _IT, _IT),
    "PK11_PrivDecryptPKCS1": (_I, _P, _P, POINTER(c_uint), c_uint, c_char_p, c_uint),
    "PK11_PubDeriveWithKDF": (
        _P,
        _P,
        _P,
        _I,
        _IT,
        _IT,
        c_ulong,
        c_ulong,
        c_ulong,
        _I,
        c_ulong,
        _IT,
        _P,
    ),
    "PK11_ExtractKeyValue": (_I, _P),
    "PK11_GetKeyData": (_IT, _P),
    "PK11_FreeSymKey": (None, _P),
    "SECKEY_GetPrivateKeyType": (_I, _P),
    "SECKEY_DestroyPrivateKey": (None, _P),
    "SECKEY_DecodeDERSubjectPublicKeyInfo": (_P, _IT),
    "SECKEY_DestroySubjectPublicKeyInfo": (None, _P),
    "SECKEY_ExtractPublicKey": (_P, _P),
    "SECKEY_DestroyPublicKey": (None, _P),
    "PK11_GetLowLevelKeyIDForPrivateKey": (_P, _P),
    "SECITEM_FreeItem": (None, _P, _I),
    "PK11_FindSlotByName": (_P, c_char_p),
    "PK11_FindGenericObjects": (_P, _P, c_ulong),
    "PK11_GetNextGenericObject": (_P, _P),
    "PK11_DestroyGenericObjects": (_I, _P),
    "PK11_ReadRawAttribute": (_I, _I, _P, c_ulong, _IT),
    "SECMOD_LoadUserModule": (_P, c_char_p, _P, _I),
    "SEC_CertNicknameConflict": (_I, c_char_p, _IT, _P),
    "SEC_DeletePermCertificate": (_I, _P),
    "CERT_NewTempCertificate": (_P, _P, _IT, c_char_p, _I, _I),
    "CERT_DestroyCertificate": (None, _P),
    "CERT_DestroyCertList": (None, _P),
    "CERT_GetCertificateDer": (_I, _P, _IT),
    "CERT_GetCertTrust": (_I, _P, POINTER(Trust)),
    "CERT_ChangeCertTrust": (_I, _P, _P, POINTER(Trust)),
    "CERT_GetDefaultCertDB": (_P,),
    "CERT_IsCACert": (_I, _P, POINTER(c_uint)),
}


class Library:
    """The loaded libraries; a function of NSS is an attribute with the same name.

    folder  where the libraries lie, or None for those of the system
    Raises OSError if they cannot be loaded or lack a function.
    """

    def __init__(self, folder: str | None) -> None:
        # NSS may keep a copy of a database that lies on a slow drive in a temporary file; never.
        os.environ["NSS_SDB_USE_CACHE"] = "no"
        self._parts = [ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL) for name in _names(folder)]
        for name, (result, *arguments) in _SIGNATURES.items():
            function = self._find(name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)  # all that exist were set by __init__

    def _find(self, name: str) -> Any:
        for part in self._parts:
            try:
                return getattr(part, name)
            except AttributeError:
                continue
        raise OSError(f"{name} is missing")

    def failure(self, what: str) -> NssFailure:
        """What NSS says about the call that failed last."""
        number = self.PR_GetError()
        return NssFailure(what, (self.PR_ErrorToName(number) or str(number).encode()).decode())

    def check(self, status: int, what: str) -> None:
        """Raise NssFailure unless `status` is SECSuccess."""
        if status != 0:
            raise self.failure(what)

    def der(self, certificate: int) -> bytes:
        """The DER of a certificate handle."""
        item = Item()
        self.check(self.CERT_GetCertificateDer(certificate, ctypes.byref(item)), "der")
        return item.value()

    def walk(self, certificates: int | None) -> Iterator[tuple[int, str | None]]:
        """Handles and nicknames of a certificate list, which is destroyed afterwards."""
        if not certificates:
            return
        try:
            node = ctypes.cast(certificates, POINTER(_Links)).contents.next
            while ctypes.addressof(node.contents) != certificates:
                entry = ctypes.cast(node, POINTER(_ListNode)).contents
                name = ctypes.string_at(entry.nickname) if entry.nickname else b""
                yield entry.certificate, name.decode("utf-8", "replace") or None
                node = node.contents.next
        finally:
            self.CERT_DestroyCertList(certificates)

    @contextmanager
    def public_key(self, spki: bytes) -> Iterator[int]:
        """A public key from its SubjectPublicKeyInfo."""
        info = self.SECKEY_DecodeDERSubjectPublicKeyInfo(ctypes.byref(Item.of(spki)))
        if not info:
            raise self.failure("spki")
        public = self.SECKEY_ExtractPublicKey(info)
        self.SECKEY_DestroySubjectPublicKeyInfo(info)
        with self._freed(public) as key:
            yield key

    @contextmanager
    def public_key_of(self, certificate: int) -> Iterator[int]:
        """The public key of a certificate handle."""
        with self._freed(self.CERT_ExtractPublicKey(certificate)) as key:
            yield key

    @contextmanager
    def _freed(self, public: int | None) -> Iterator[int]:
        if not public:
            raise self.failure("public key")
        try:
            yield public
        finally:
            self.SECKEY_DestroyPublicKey(public)


SYSTEM = ""
"""Stands for the system's own among folders."""


def load(folders: Sequence[str]) -> Library:
    """The first NSS in `folders`; on Linux the system's, unless it has its place among them.

    Raises OSError.
    """
    first = [SYSTEM] if sys.platform == "linux" and SYSTEM not in folders else []
    trouble = OSError("no NSS")
    for folder in [*first, *folders]:
        if folder == SYSTEM and sys.platform != "linux":
            continue
        try:
            return Library(folder or None)
        except OSError as error:
            trouble = error
    raise trouble


def _names(folder: str | None) -> list[str]:
    """What is loaded, in this order: what others need first."""
    match sys.platform:
        case "win32":
            names = ["mozglue.dll", "nss3.dll"]
        case "darwin":
            names = ["libnss3.dylib"]
        case _:
            own = [] if folder is None else ["libplc4.so", "libplds4.so", "libmozsqlite3.so"]
            names = ["libnspr4.so", *own, "libnssutil3.so", "libnss3.so"]
    if folder is None:
        return names
    present = [str(Path(folder, name)) for name in names if Path(folder, name).is_file()]
    if not any(Path(name).name == names[-1] for name in present):
        raise OSError("no NSS there")
    if sys.platform == "win32":
        os.add_dll_directory(folder)
    return present
