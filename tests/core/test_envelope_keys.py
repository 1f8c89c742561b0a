"""Keys of signers that are taken, and what they are bound to: as for certificates, so for mail."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding

from sel.base.errors import UnsupportedAlgorithm
from sel.core import ber
from sel.core.envelope import der, signatures, structure
from tests.core.mail_material import BODY, private_key

RSA, PSS, MGF1 = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.113549.1.1.8"
SHA256, SHA384 = "2.16.840.1.101.3.4.2.1", "2.16.840.1.101.3.4.2.2"
SCHEME = padding.PSS(padding.MGF1(hashes.SHA256()), 32)


def bits(content: bytes) -> bytes:
    return der.encode(0x03, b"\0", content)


def rsa_spki(algorithm: bytes, *, e: int | None = None, n: int | None = None) -> bytes:
    numbers = private_key("rsa").public_key().public_numbers()
    key = der.sequence(der.integer(n or numbers.n), der.integer(e or numbers.e))
    return der.sequence(algorithm, bits(key))


def parameters(digest: str, salt: int) -> bytes:
    return der.sequence(
        der.encode(0xA0, der.algorithm(digest)),
        der.encode(0xA1, der.algorithm(MGF1, der.algorithm(digest))),
        der.encode(0xA2, der.integer(salt)),
    )


def fits(spki: bytes, algorithm: bytes, signature: bytes) -> bool:
    used = structure.algorithm(ber.parse(algorithm))
    return signatures.fits(spki, used, signature, BODY, "sha256")


def signed(scheme: Any) -> bytes:
    made: bytes = private_key("rsa").sign(BODY, scheme, hashes.SHA256())
    return made


def test_a_key_for_pss_alone_signs_by_nothing_else() -> None:
    """RFC 4055 1.2: what was signed with it by the older scheme was not meant."""
    plain = (der.algorithm(RSA, der.NULL), signed(padding.PKCS1v15()))
    assert fits(rsa_spki(der.algorithm(RSA, der.NULL)), *plain)
    assert not fits(rsa_spki(der.algorithm(PSS)), *plain)
    assert not fits(rsa_spki(der.algorithm(PSS, parameters(SHA256, 32))), *plain)


@pytest.mark.parametrize(
    ("demands", "held"),
    [(b"", True), (parameters(SHA256, 21), True), (parameters(SHA256, 32), True),
     (parameters(SHA256, 33), False), (parameters(SHA384, 32), False)],
)  # fmt: skip
def test_what_a_key_for_pss_demands_holds(demands: bytes, held: bool) -> None:
    """RFC 4055 3.3: the same digest and mask, and no shorter salt."""
    how = der.algorithm(PSS, parameters(SHA256, 32))
    assert fits(rsa_spki(der.algorithm(PSS, demands)), how, signed(SCHEME)) is held


def test_keys_that_would_cost_seconds_are_not_tried() -> None:
    how, signature = der.algorithm(RSA, der.NULL), signed(padding.PKCS1v15())
    for longer in ({"e": (1 << 65) + 1}, {"n": (1 << 16_384) + 1}):
        for kind in (der.algorithm(RSA, der.NULL), der.algorithm(PSS)):
            with pytest.raises(UnsupportedAlgorithm):
                fits(rsa_spki(kind, **longer), how, signature)


def test_a_curve_that_is_spelt_out_is_no_curve() -> None:
    """RFC 5480 2.1.1: P-256 by name holds; its own numbers could be anybody's."""
    key = private_key("p256")
    signature = key.sign(BODY, ec.ECDSA(hashes.SHA256()))
    how = der.algorithm("1.2.840.10045.4.3.2")
    public = key.public_key().public_numbers()
    point = b"\x04" + public.x.to_bytes(32, "big") + public.y.to_bytes(32, "big")
    named = der.algorithm("1.2.840.10045.2.1", der.oid("1.2.840.10045.3.1.7"))
    assert fits(der.sequence(named, bits(point)), how, signature)
    prime = 2**256 - 2**224 + 2**192 + 2**96 - 1
    b = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
    base = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
            0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)  # fmt: skip
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    spelt = der.sequence(
        der.integer(1),
        der.sequence(der.oid("1.2.840.10045.1.1"), der.integer(prime)),
        der.sequence(
            der.octets((prime - 3).to_bytes(32, "big")), der.octets(b.to_bytes(32, "big"))
        ),
        der.octets(b"\x04" + b"".join(each.to_bytes(32, "big") for each in base)),
        der.integer(order),
        der.integer(1),
    )
    with pytest.raises(UnsupportedAlgorithm):
        fits(der.sequence(der.algorithm("1.2.840.10045.2.1", spelt), bits(point)), how, signature)
