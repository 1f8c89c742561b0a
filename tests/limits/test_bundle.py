"""PKCS#12 files as large as they may be, and one step larger."""

from __future__ import annotations

import time

import pytest
from asn1crypto import core

from sel.base.secret import Secret
from sel.core import limits as common
from sel.core.bundle import Protection, limits, read, write
from tests.core import pfx_material as hand
from tests.core.pfx_material import bundle, person
from tests.core.test_bundle_hostile import survive, too_large


def test_size() -> None:
    too_large(bytes(limits.MAX_BYTES + 1), "bytes")


@pytest.mark.parametrize("begin", [b"M", b"-----BEGIN PKCS12-----", b"-----BEGIN "])
def test_what_only_begins_as_armour(begin: bytes) -> None:
    survive(begin + b" " * 5_000_000 + b"!")
    survive(begin * 200_000 + b"!")


def test_number_of_bags() -> None:
    empty = hand.tlv(0x30, core.ObjectIdentifier("1.2.3").dump() + hand.tlv(0xA0, b"\x05\x00"))
    read(hand.pfx([hand.open_safe(*[empty] * limits.MAX_BAGS)]), None)
    too_large(hand.pfx([hand.open_safe(*[empty] * (limits.MAX_BAGS + 1))]), "bags")


def test_number_of_elements() -> None:
    flood = b"\x04\x00" * (common.MAX_ELEMENTS + 1)
    too_large(hand.pfx([hand.open_safe_of(b"\x24\x80" + flood + b"\0\0")]), "elements")


def test_a_big_file_is_read_in_time_that_grows_with_it() -> None:
    """200 identities, DER and BER, whatever the order of keys and certificates."""
    someone = [person(str(number)) for number in range(200)]
    chain = tuple(hand.certificate(someone[0].signer, str(number)) for number in range(200))
    data = write(
        bundle(*someone, others=chain), Secret("x"), protection=Protection.MODERN, rounds=1
    )
    for form in (data, hand.to_ber(data)):
        started = time.monotonic()
        found = read(form, Secret("x"))
        assert time.monotonic() - started < 2
        assert [entry.certificate for entry in found.entries] == [p.certificate for p in someone]
        assert found.others == chain
