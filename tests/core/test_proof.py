"""A key is said to work only after it worked."""

from __future__ import annotations

import pytest

from sel.base.secret import Secret
from sel.core import keypair, proof
from sel.core.keypair import KeyKind
from tests.pilot import person, rsa_key


@pytest.mark.parametrize("key", [None, "rsa"])
def test_a_pair_proves_itself(key: str | None) -> None:
    one = person(key=rsa_key() if key else None)
    shown = proof.prove(one.key, one.certificate)
    assert shown == proof.KeyProof("proved", signed=True, opened=True)


def test_another_key_is_a_mismatch() -> None:
    assert proof.prove(person().key, person().certificate).code == "key-mismatch"


def test_a_key_that_waits_is_proved_against_itself() -> None:
    assert proof.prove(keypair.generate(KeyKind.EC_P384), None).holds


def test_a_broken_key_is_unreadable() -> None:
    pkcs8 = bytearray(rsa_key().reveal())
    pkcs8[len(pkcs8) // 2] ^= 1
    assert not proof.prove(Secret(bytes(pkcs8)), None).holds
    assert proof.prove(Secret(b"\x30\x00"), None).code == "unreadable"


def test_signing_and_opening_are_real() -> None:
    one, other = keypair.generate(KeyKind.EC_P256), keypair.generate(KeyKind.EC_P256)
    assert proof.signs(one, keypair.spki_of(one))
    assert not proof.signs(one, keypair.spki_of(other))
    assert not proof.opens(one, keypair.spki_of(other))
    assert not proof.opens(rsa_key(0), keypair.spki_of(rsa_key(1)))
