"""What of Windows' store can be looked at on any system; the rest is in tests/windows."""

from __future__ import annotations

import ctypes
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sel.base.errors import DiskFull, SelError, StoreLocked, StoreUnavailable
from sel.base.progress import Cancelled
from sel.stores import _windows_api as windows
from sel.stores import kinds
from sel.stores._windows_api import WindowsFailure
from sel.stores._windows_certificates import KeyLink
from sel.stores._windows_door import door
from sel.stores._windows_roots import trusted_for_mail
from sel.stores.windows import WindowsKind
from sel.workers.children import OwnChildren

KSP = windows.SOFTWARE_KSP


def test_it_is_one_of_the_kinds_everywhere() -> None:
    assert "windows" in [kind.id for kind in kinds(OwnChildren())]


@pytest.mark.skipif(sys.platform == "win32", reason="about systems that are not Windows")
def test_elsewhere_it_says_why_not() -> None:
    kind = WindowsKind()
    assert kind.unusable() == "not-windows"
    assert kind.found() == ()
    spec = kind.spec("windows")
    assert spec is not None
    with pytest.raises(StoreUnavailable) as caught:
        kind.open(spec, None)
    assert caught.value.what.facts == {"store": "windows", "reason": "not-windows"}


def test_its_name_is_windows_and_nothing_else(tmp_path: Path) -> None:
    kind = WindowsKind()
    for other in ("windows:", "windows:x", "Windows", "nss:windows", ""):
        assert kind.spec(other) is None
    with pytest.raises(StoreUnavailable):
        kind.create(tmp_path / "windows")


@pytest.mark.parametrize(
    ("code", "meant", "reason"),
    [
        (5, StoreUnavailable, "access-denied"),
        (0x80070005, StoreUnavailable, "access-denied"),
        (0x80090010, StoreUnavailable, "access-denied"),
        (-2146893808, StoreUnavailable, "access-denied"),  # the same, signed
        (0x80090016, StoreUnavailable, "windows-refused"),
        (0, StoreUnavailable, "windows-refused"),
        (32, StoreLocked, None),
        (0x80070021, StoreLocked, None),
        (112, DiskFull, None),
        (0x80070027, DiskFull, None),
    ],
)
def test_what_windows_says_becomes_what_we_say(
    code: int, meant: type[SelError], reason: str | None
) -> None:
    with pytest.raises(meant) as caught, door("windows"):
        raise WindowsFailure("CertOpenStore", code)
    assert caught.value.what.facts.get("reason") == reason
    assert caught.value.detail == f"CertOpenStore 0x{code & 0xFFFFFFFF:08X}"


@pytest.mark.parametrize("code", [1223, 0x800704C7, 0x80090036, 0x8010006E])
def test_a_no_of_the_person_is_no_error(code: int) -> None:
    with pytest.raises(Cancelled), door("windows"):
        raise WindowsFailure("CertAddCertificateContextToStore", code)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (KeyLink("A", KSP, 0, 0, 0), KeyLink("a", KSP, 0, 0, 0), True),
        (KeyLink("A", KSP, 0, 0, 0), KeyLink("B", KSP, 0, 0, 0), False),
        (KeyLink("A", KSP, 0, 0, 0), KeyLink("A", windows.AES_CSP, 24, 0, 1), False),
        (KeyLink("A", KSP, 0, 0, 0), KeyLink("A", "Microsoft Platform Crypto Provider", 0, 0, 0),
         False),
        # CAPI's providers of Windows itself see one another's containers.
        (KeyLink("A", windows.AES_CSP, 24, 0, 1),
         KeyLink("A", "Microsoft Enhanced Cryptographic Provider v1.0", 1, 0, 2), True),
        (KeyLink("A", windows.AES_CSP, 24, 0, 1), KeyLink("A", "Somebody's Card CSP", 1, 0, 1),
         False),
    ],
)  # fmt: skip
def test_which_links_lead_to_one_key(one: KeyLink, other: KeyLink, same: bool) -> None:
    assert one.same_key(other) is same
    assert other.same_key(one) is same


@pytest.mark.parametrize(
    ("provider", "type_", "ours"),
    [
        (KSP, 0, True),
        (windows.AES_CSP, 24, True),
        ("Microsoft Platform Crypto Provider", 0, False),  # the chip
        ("Microsoft Smart Card Key Storage Provider", 0, False),
        ("Microsoft Base Smart Card Crypto Provider", 1, False),
    ],
)
def test_only_keys_in_software_are_ours_to_delete(provider: str, type_: int, ours: bool) -> None:
    assert KeyLink("A", provider, type_, 0, 1).in_software is ours


def test_structures_have_the_sizes_of_64_bit_windows() -> None:
    sizes = {
        windows.Blob: 16,
        windows.CertContext: 40,
        windows.KeyProvInfo: 48,
        windows.BlobHeader: 8,
        windows.RsaPublicHead: 12,
    }
    for structure, size in sizes.items():
        assert ctypes.sizeof(structure) == size


class Root:
    """A root with these properties."""

    def __init__(self, **properties: bytes) -> None:
        self._properties = {getattr(windows, name): value for name, value in properties.items()}

    def property(self, number: int) -> bytes | None:
        return self._properties.get(number)


MAIL = bytes.fromhex("300a06082b06010505070304")
WEB = bytes.fromhex("300a06082b06010505070301")
BOTH = bytes.fromhex("301406082b0601050507030106082b06010505070304")
NOW = datetime(2026, 11, 24, tzinfo=UTC)
PAST = (133_000_000_000_000_000).to_bytes(8, "little")  # 2022
FUTURE = (140_000_000_000_000_000).to_bytes(8, "little")  # 2044


@pytest.mark.parametrize(
    ("properties", "trusted"),
    [
        ({}, True),
        ({"PROP_ENHKEY_USAGE": MAIL}, True),
        ({"PROP_ENHKEY_USAGE": BOTH}, True),
        ({"PROP_ENHKEY_USAGE": WEB}, False),
        ({"PROP_ENHKEY_USAGE": b"\x30\x00"}, False),  # for nothing
        ({"PROP_ENHKEY_USAGE": b"?"}, False),
        ({"PROP_DISALLOWED_FILETIME": PAST}, False),
        ({"PROP_DISALLOWED_FILETIME": bytes(8)}, False),
        ({"PROP_DISALLOWED_FILETIME": FUTURE}, True),
        ({"PROP_DISALLOWED_FILETIME": b"\xff" * 8}, True),  # never
        ({"PROP_DISALLOWED_ENHKEY_USAGE": WEB}, True),
        ({"PROP_DISALLOWED_ENHKEY_USAGE": BOTH}, False),
        ({"PROP_DISALLOWED_ENHKEY_USAGE": b"?"}, False),
        ({"PROP_NOT_BEFORE_FILETIME": PAST}, False),
        ({"PROP_NOT_BEFORE_FILETIME": FUTURE}, True),
        ({"PROP_NOT_BEFORE_FILETIME": PAST, "PROP_NOT_BEFORE_ENHKEY_USAGE": WEB}, True),
        ({"PROP_NOT_BEFORE_FILETIME": PAST, "PROP_NOT_BEFORE_ENHKEY_USAGE": MAIL}, False),
        ({"PROP_NOT_BEFORE_FILETIME": PAST, "PROP_NOT_BEFORE_ENHKEY_USAGE": b"?"}, False),
    ],
)
def test_which_roots_are_trusted_for_mail(properties: dict[str, bytes], trusted: bool) -> None:
    assert trusted_for_mail(Root(**properties), NOW) is trusted
