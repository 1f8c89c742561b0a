"""What we declare of Windows is what its headers say; what we do with CNG it does."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from ctypes import byref
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from sel.stores import _windows_api as windows
from sel.stores._windows_api import WindowsApi, WindowsFailure, Wiped
from sel.stores._windows_certificates import KeyLink
from sel.stores._windows_keys import CngKey, delete_key
from tests.windows.here import LAB, lab_only, not_in_wine, windows_only

pytestmark = windows_only


@pytest.fixture(scope="module")
def headers() -> dict[str, str]:
    """Name and value, as a compiler saw them."""
    assert LAB is not None
    done = subprocess.run([str(LAB / "headers.exe")], capture_output=True, check=True)
    lines = done.stdout.decode("ascii").split("\r\n" if b"\r\n" in done.stdout else "\n")
    named = [line.rsplit(" ", 1) if line[-1:].isdigit() else line.split(" ", 1) for line in lines]
    return {name: value for name, *values in named for value in values}


@lab_only
class TestHeaders:
    def test_structures_are_laid_out_as_there(self, headers: dict[str, str]) -> None:
        seen = 0
        for name, value in headers.items():
            what, _, which = name.partition(" ")
            if what == "sizeof":
                assert ctypes.sizeof(getattr(windows, which)) == int(value), name
            elif what == "offset":
                structure, _, field = which.partition(".")
                assert getattr(getattr(windows, structure), field).offset == int(value), name
            else:
                continue
            seen += 1
        assert seen == 20

    def test_numbers_and_names_are_those_of_there(self, headers: dict[str, str]) -> None:
        seen = 0
        for name, value in headers.items():
            if " " in name:
                continue
            ours = getattr(windows, name)
            assert (ours if isinstance(ours, str) else str(ours)) == value, name
            seen += 1
        assert seen == 71
        for curve, magic in windows.BCRYPT_ECDH_MAGIC.items():
            assert int.from_bytes(magic, "little") == int(headers[f"ECDH {curve}"])


class TestMemory:
    def test_secrets_are_zeroed_even_if_something_fails(self) -> None:
        held = Wiped(b"cyfrinach")

        def fails() -> None:
            with held:
                assert ctypes.string_at(held.address, held.size) == b"cyfrinach"
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fails()
        assert held.buffer.raw == bytes(len(b"cyfrinach") + 2)


class TestFailures:
    def test_what_windows_refuses_has_its_call_and_code(self, api: WindowsApi) -> None:
        out = windows.HANDLE()
        with pytest.raises(WindowsFailure) as caught:
            api.CryptAcquireContextW(
                byref(out), "Sel-test-none", windows.AES_CSP, windows.PROV_RSA_AES,
                windows.CAPI_SILENT,
            )  # fmt: skip
        assert caught.value.code == windows.NTE_BAD_KEYSET
        assert str(caught.value) == "CryptAcquireContextW 0x80090016"

    def test_a_container_that_is_not_there_can_be_deleted(self, api: WindowsApi) -> None:
        delete_key(api, KeyLink("Sel-test-none", windows.AES_CSP, windows.PROV_RSA_AES, 0, 1))

    @not_in_wine
    def test_so_can_one_of_cng(self, api: WindowsApi) -> None:
        delete_key(api, KeyLink("Sel-test-none", windows.SOFTWARE_KSP, 0, 0, 0))


class TestCng:
    """With a key that is kept nowhere, which Wine can do, too."""

    def test_signs_with_sha_256(self, api: WindowsApi) -> None:
        handle = ephemeral_rsa()
        signature = CngKey(api, handle, rsa=True).sign(b"Bore da")
        public_key(handle).verify(signature, b"Bore da", padding.PKCS1v15(), hashes.SHA256())

    @not_in_wine
    def test_opens_a_message(self, api: WindowsApi) -> None:
        handle = ephemeral_rsa()
        sealed = public_key(handle).encrypt(b"k" * 32, padding.PKCS1v15())
        assert CngKey(api, handle, rsa=True).decrypt(sealed) == b"k" * 32


def _ncrypt() -> Any:
    assert sys.platform == "win32"
    return ctypes.WinDLL("ncrypt")


def ephemeral_rsa() -> Any:
    """A key without a name."""
    ncrypt, provider, key = _ncrypt(), windows.HANDLE(), windows.HANDLE()
    assert not ncrypt.NCryptOpenStorageProvider(byref(provider), windows.SOFTWARE_KSP, 0)
    assert not ncrypt.NCryptCreatePersistedKey(provider, byref(key), "RSA", None, 0, 0)
    size = ctypes.c_uint32(2048)
    ncrypt.NCryptSetProperty(key, "Length", byref(size), 4, 0)
    assert not ncrypt.NCryptFinalizeKey(key, 0)
    return key


def public_key(handle: Any) -> rsa.RSAPublicKey:
    """Its public half (BCRYPT_RSAKEY_BLOB)."""
    blob, got = ctypes.create_string_buffer(2048), ctypes.c_uint32(0)
    assert not _ncrypt().NCryptExportKey(
        handle, None, "RSAPUBLICBLOB", None, blob, 2048, byref(got), 0
    )
    _, _, exponent, modulus, _, _ = (
        int.from_bytes(blob.raw[place : place + 4], "little") for place in range(0, 24, 4)
    )
    e = int.from_bytes(blob.raw[24 : 24 + exponent], "big")
    n = int.from_bytes(blob.raw[24 + exponent : 24 + exponent + modulus], "big")
    return rsa.RSAPublicNumbers(e, n).public_key()
