"""Windows' certificate and key functions as ctypes sees them (wincrypt.h, ncrypt.h, bcrypt.h).

Structures and numbers are the same everywhere, so they can be looked at on any system; the
functions are there on Windows alone.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from ctypes import (
    POINTER,
    Structure,
    c_char_p,
    c_int32,
    c_uint8,
    c_uint16,
    c_uint32,
    c_void_p,
    c_wchar_p,
)
from typing import Any, Final

# wintypes.DWORD has 64 bits on other systems; these have the size they have on Windows.
BOOL, DWORD, HANDLE = c_int32, c_uint32, c_void_p

ENCODING: Final = 0x00010001  # X509_ASN_ENCODING | PKCS_7_ASN_ENCODING

STORE_PROV_MEMORY: Final = 2  # CERT_STORE_PROV_MEMORY
STORE_PROV_SYSTEM: Final = 10  # CERT_STORE_PROV_SYSTEM_W
STORE_PROV_SYSTEM_REGISTRY: Final = 13  # CERT_STORE_PROV_SYSTEM_REGISTRY_W
STORE_CURRENT_USER: Final = 0x00010000
STORE_ENUM_ARCHIVED: Final = 0x00000200
STORE_OPEN_EXISTING: Final = 0x00004000
STORE_READONLY: Final = 0x00008000

ADD_NEW, ADD_USE_EXISTING, ADD_REPLACE_EXISTING = 1, 2, 3
FIND_SHA1_HASH: Final = 0x00010000

PROP_KEY_PROV_INFO: Final = 2
PROP_ENHKEY_USAGE: Final = 9
PROP_FRIENDLY_NAME: Final = 11
PROP_ARCHIVED: Final = 19
PROP_DISALLOWED_FILETIME: Final = 104
PROP_DISALLOWED_ENHKEY_USAGE: Final = 122
PROP_NOT_BEFORE_FILETIME: Final = 126
PROP_NOT_BEFORE_ENHKEY_USAGE: Final = 127
NAME_SIMPLE_DISPLAY: Final = 4

PFX_EXPORTABLE: Final = 0x00000001
PFX_USER_KEYSET: Final = 0x00001000
PFX_ALWAYS_CNG: Final = 0x00000200
EXPORT_REPORT_NO_PRIVATE_KEY: Final = 0x0001
EXPORT_REPORT_NOT_ABLE: Final = 0x0002
EXPORT_PRIVATE_KEYS: Final = 0x0004

ACQUIRE_COMPARE_KEY: Final = 0x00000004
ACQUIRE_SILENT: Final = 0x00000040
ACQUIRE_ALLOW_NCRYPT: Final = 0x00010000
SPEC_NCRYPT: Final = 0xFFFFFFFF  # CERT_NCRYPT_KEY_SPEC
SPEC_KEYEXCHANGE, SPEC_SIGNATURE = 1, 2

SOFTWARE_KSP: Final = "Microsoft Software Key Storage Provider"
AES_CSP: Final = "Microsoft Enhanced RSA and AES Cryptographic Provider"
SOFTWARE_CSPS: Final = frozenset({
    AES_CSP,
    "Microsoft Enhanced RSA and AES Cryptographic Provider (Prototype)",
    "Microsoft Enhanced Cryptographic Provider v1.0",
    "Microsoft Strong Cryptographic Provider",
    "Microsoft Base Cryptographic Provider v1.0",
    "Microsoft RSA SChannel Cryptographic Provider",
})  # fmt: skip
"""RSA providers of Windows itself; they share their key containers."""
PROV_RSA_AES: Final = 24
CAPI_SILENT, CAPI_NEW_KEYSET, CAPI_DELETE_KEYSET = 0x40, 0x8, 0x10
CAPI_EXPORTABLE: Final = 0x1
ALG_SHA_256, ALG_AES_256, ALG_RSA_KEYX = 0x800C, 0x6610, 0xA400
SIMPLE_BLOB, PRIVATE_KEY_BLOB, RSA_PRIVATE_MAGIC = 0x1, 0x7, 0x32415352
KEY_PARAM_IV: Final = 1

NCRYPT_SILENT, NCRYPT_PAD_PKCS1 = 0x40, 0x2
BCRYPT_ECDH_MAGIC: Final = {
    "P-256": b"ECK1", "P-384": b"ECK3", "P-521": b"ECK5",
}  # fmt: skip


# winerror.h; Win32 codes also come as HRESULT, 0x80070000 and the code.
ERROR_FILE_NOT_FOUND, ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION = 2, 5, 32
ERROR_LOCK_VIOLATION, ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL, ERROR_CANCELLED = 33, 39, 112, 1223
NTE_BAD_KEY, NTE_BAD_ALGID, NTE_BAD_KEY_STATE = 0x80090003, 0x80090008, 0x8009000B
NTE_NO_KEY, NTE_PERM, NTE_NOT_FOUND = 0x8009000D, 0x80090010, 0x80090011
NTE_BAD_PROV_TYPE, NTE_BAD_KEYSET, NTE_KEYSET_NOT_DEF = 0x80090014, 0x80090016, 0x80090019
NTE_SILENT_CONTEXT, NTE_NOT_SUPPORTED, NTE_USER_CANCELLED = 0x80090022, 0x80090029, 0x80090036
CRYPT_E_NOT_FOUND, CRYPT_E_EXISTS, CRYPT_E_NO_KEY_PROPERTY = 0x80092004, 0x80092005, 0x8009200B
SCARD_W_CANCELLED_BY_USER: Final = 0x8010006E


class Blob(Structure):
    """CRYPT_DATA_BLOB."""

    _fields_ = [("size", DWORD), ("data", c_void_p)]


class CertContext(Structure):
    """CERT_CONTEXT."""

    _fields_ = [
        ("encoding", DWORD),
        ("encoded", c_void_p),
        ("size", DWORD),
        ("info", c_void_p),
        ("store", HANDLE),
    ]


class KeyProvInfo(Structure):
    """CRYPT_KEY_PROV_INFO."""

    _fields_ = [
        ("container", c_wchar_p),
        ("provider", c_wchar_p),
        ("type", DWORD),
        ("flags", DWORD),
        ("parameters", DWORD),
        ("parameter", c_void_p),
        ("spec", DWORD),
    ]


class BlobHeader(Structure):
    """BLOBHEADER (PUBLICKEYSTRUC), before every CAPI key blob."""

    _fields_ = [("type", c_uint8), ("version", c_uint8), ("reserved", c_uint16), ("alg", DWORD)]


class RsaPublicHead(Structure):
    """RSAPUBKEY."""

    _fields_ = [("magic", DWORD), ("bits", DWORD), ("exponent", DWORD)]


class Pkcs1Padding(Structure):
    """BCRYPT_PKCS1_PADDING_INFO."""

    _fields_ = [("algorithm", c_wchar_p)]


CONTEXT = POINTER(CertContext)


class WindowsFailure(Exception):
    """A function of Windows refused. code: as GetLastError or the status, 32 bits unsigned."""

    def __init__(self, call: str, code: int) -> None:
        self.call, self.code = call, code & 0xFFFFFFFF
        super().__init__(f"{call} 0x{self.code:08X}")


_D, _H, _S, _V = DWORD, HANDLE, c_wchar_p, c_void_p
_PD, _PH, _PB = POINTER(DWORD), POINTER(HANDLE), POINTER(Blob)

# Those that answer "no" by a zero and GetLastError.
_CHECKED: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    "crypt32": {
        "PFXImportCertStore": (_H, _PB, _S, _D),
        "PFXExportCertStoreEx": (BOOL, _H, _PB, _S, _V, _D),
        "CertOpenStore": (_H, _V, _D, _V, _D, _S),
        "CertCreateCertificateContext": (CONTEXT, _D, c_char_p, _D),
        "CertAddCertificateContextToStore": (BOOL, _H, CONTEXT, _D, POINTER(CONTEXT)),
        "CertAddEncodedCertificateToStore": (BOOL, _H, _D, c_char_p, _D, _D, _V),
        "CertDeleteCertificateFromStore": (BOOL, CONTEXT),
        "CertSetCertificateContextProperty": (BOOL, CONTEXT, _D, _D, _V),
        "CryptAcquireCertificatePrivateKey": (
            BOOL, CONTEXT, _D, _V, _PH, _PD, POINTER(BOOL),
        ),
    },
    "advapi32": {
        "CryptAcquireContextW": (BOOL, _PH, _S, _S, _D, _D),
        "CryptGetUserKey": (BOOL, _H, _D, _PH),
        "CryptCreateHash": (BOOL, _H, _D, _H, _D, _PH),
        "CryptHashData": (BOOL, _H, c_char_p, _D, _D),
        "CryptSignHashW": (BOOL, _H, _D, _S, _D, _V, _PD),
        "CryptDecrypt": (BOOL, _H, _H, BOOL, _D, _V, _PD),
        "CryptImportKey": (BOOL, _H, _V, _D, _H, _D, _PH),
        "CryptSetKeyParam": (BOOL, _H, _D, c_char_p, _D),
    },
}  # fmt: skip

# Those for which a zero is an ordinary answer, or that only let go.
_UNCHECKED: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    "crypt32": {
        "CertCloseStore": (BOOL, _H, _D),
        "CertEnumCertificatesInStore": (CONTEXT, _H, CONTEXT),
        "CertFindCertificateInStore": (CONTEXT, _H, _D, _D, _D, _V, CONTEXT),
        "CertDuplicateCertificateContext": (CONTEXT, CONTEXT),
        "CertFreeCertificateContext": (BOOL, CONTEXT),
        "CertGetCertificateContextProperty": (BOOL, CONTEXT, _D, _V, _PD),
        "CertGetNameStringW": (_D, CONTEXT, _D, _D, _V, _V, _D),
    },
    "advapi32": {
        "CryptReleaseContext": (BOOL, _H, _D),
        "CryptDestroyKey": (BOOL, _H),
        "CryptDestroyHash": (BOOL, _H),
    },
}

# Those that answer with a status, zero for success.
_STATUS: Final[dict[str, dict[str, tuple[Any, ...]]]] = {
    "ncrypt": {
        "NCryptOpenStorageProvider": (_PH, _S, _D),
        "NCryptOpenKey": (_H, _PH, _S, _D, _D),
        "NCryptDeleteKey": (_H, _D),
        "NCryptSignHash": (_H, _V, c_char_p, _D, _V, _D, _PD, _D),
        "NCryptDecrypt": (_H, c_char_p, _D, _V, _V, _D, _PD, _D),
        "NCryptImportKey": (_H, _H, _S, _V, _PH, c_char_p, _D, _D),
        "NCryptSecretAgreement": (_H, _H, _PH, _D),
        "NCryptDeriveKey": (_H, _S, _V, _V, _D, _PD, _D),
        "NCryptFreeObject": (_H,),
    },
}


class WindowsApi:
    """The functions, by their own names; those that fail raise WindowsFailure."""

    def __init__(self) -> None:
        for library, functions in _CHECKED.items():
            for name, (result, *arguments) in functions.items():
                self._declare(library, name, result, arguments, self._nonzero(name))
        for library, functions in _UNCHECKED.items():
            for name, (result, *arguments) in functions.items():
                self._declare(library, name, result, arguments, None)
        for library, statuses in _STATUS.items():
            for name, given in statuses.items():
                self._declare(library, name, DWORD, given, self._zero(name))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)

    def _declare(self, library: str, name: str, result: Any, arguments: Any, check: Any) -> None:
        function = getattr(_library(library), name)
        function.restype, function.argtypes = result, list(arguments)
        if check is not None:
            function.errcheck = check
        self.__dict__[name] = function

    @staticmethod
    def _nonzero(name: str) -> Callable[..., Any]:
        def check(result: Any, _function: Any, _arguments: Any) -> Any:
            if not result:
                raise WindowsFailure(name, last_error())
            return result

        return check

    @staticmethod
    def _zero(name: str) -> Callable[..., Any]:
        def check(result: int, _function: Any, _arguments: Any) -> int:
            if result:
                raise WindowsFailure(name, result)
            return result

        return check


def _library(name: str) -> Any:
    """A library of its own for us, so that nobody else's declarations meet ours."""
    if sys.platform == "win32":
        return ctypes.WinDLL(name, use_last_error=True)
    else:
        raise OSError(f"no {name} on {sys.platform}")


def last_error() -> int:
    """GetLastError of this thread's last call."""
    if sys.platform == "win32":
        return ctypes.get_last_error()
    else:
        return 0


class Wiped:
    """Bytes in memory that Windows can read and that are zeroed at the end of the block."""

    def __init__(self, value: bytes | int) -> None:
        size = value if isinstance(value, int) else len(value)
        self.size = size
        self.buffer = ctypes.create_string_buffer(size + 2)  # room for a wide NUL
        if isinstance(value, bytes):
            ctypes.memmove(self.buffer, value, size)

    @property
    def address(self) -> int:
        """Where it lies."""
        return ctypes.addressof(self.buffer)

    def head(self, size: int) -> bytes:
        """A copy of the first bytes."""
        return self.buffer.raw[:size]

    def __enter__(self) -> Wiped:
        return self

    def __exit__(self, *_: object) -> None:
        ctypes.memset(self.buffer, 0, ctypes.sizeof(self.buffer))
