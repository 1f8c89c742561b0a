"""What a public key is, told from its SubjectPublicKeyInfo (RFC 5280 4.1.2.7), DER."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sel.base.errors import Damaged
from sel.core import spans

RSA_PSS = "1.2.840.113549.1.1.10"

_CURVES = {
    "1.2.840.10045.3.1.1": "P-192",
    "1.3.132.0.33": "P-224",
    "1.2.840.10045.3.1.7": "P-256",
    "1.3.132.0.34": "P-384",
    "1.3.132.0.35": "P-521",
    "1.3.132.0.10": "secp256k1",
    "1.3.36.3.3.2.8.1.1.1": "brainpoolP160r1",
    "1.3.36.3.3.2.8.1.1.2": "brainpoolP160t1",
    "1.3.36.3.3.2.8.1.1.3": "brainpoolP192r1",
    "1.3.36.3.3.2.8.1.1.4": "brainpoolP192t1",
    "1.3.36.3.3.2.8.1.1.5": "brainpoolP224r1",
    "1.3.36.3.3.2.8.1.1.6": "brainpoolP224t1",
    "1.3.36.3.3.2.8.1.1.7": "brainpoolP256r1",
    "1.3.36.3.3.2.8.1.1.8": "brainpoolP256t1",
    "1.3.36.3.3.2.8.1.1.9": "brainpoolP320r1",
    "1.3.36.3.3.2.8.1.1.10": "brainpoolP320t1",
    "1.3.36.3.3.2.8.1.1.11": "brainpoolP384r1",
    "1.3.36.3.3.2.8.1.1.12": "brainpoolP384t1",
    "1.3.36.3.3.2.8.1.1.13": "brainpoolP512r1",
    "1.3.36.3.3.2.8.1.1.14": "brainpoolP512t1",
    "1.2.156.10197.1.301": "sm2",
}
POST_QUANTUM_SIGNATURES = {
    # FIPS 204 and 205 by RFC 9881 and RFC 9909: one identifier for the key and its signatures.
    "2.16.840.1.101.3.4.3.17": "ml-dsa-44",
    "2.16.840.1.101.3.4.3.18": "ml-dsa-65",
    "2.16.840.1.101.3.4.3.19": "ml-dsa-87",
    "2.16.840.1.101.3.4.3.20": "slh-dsa-sha2-128s",
    "2.16.840.1.101.3.4.3.21": "slh-dsa-sha2-128f",
    "2.16.840.1.101.3.4.3.22": "slh-dsa-sha2-192s",
    "2.16.840.1.101.3.4.3.23": "slh-dsa-sha2-192f",
    "2.16.840.1.101.3.4.3.24": "slh-dsa-sha2-256s",
    "2.16.840.1.101.3.4.3.25": "slh-dsa-sha2-256f",
    "2.16.840.1.101.3.4.3.26": "slh-dsa-shake-128s",
    "2.16.840.1.101.3.4.3.27": "slh-dsa-shake-128f",
    "2.16.840.1.101.3.4.3.28": "slh-dsa-shake-192s",
    "2.16.840.1.101.3.4.3.29": "slh-dsa-shake-192f",
    "2.16.840.1.101.3.4.3.30": "slh-dsa-shake-256s",
    "2.16.840.1.101.3.4.3.31": "slh-dsa-shake-256f",
}
_ALGORITHMS = {
    "1.2.840.113549.1.1.1": "rsa",
    RSA_PSS: "rsa",
    "1.2.840.10045.2.1": "ec",
    "1.2.840.10040.4.1": "dsa",
    "1.3.101.110": "x25519",
    "1.3.101.111": "x448",
    "1.3.101.112": "ed25519",
    "1.3.101.113": "ed448",
    "1.2.643.2.2.19": "gost2001",
    "1.2.643.7.1.1.1.1": "gost2012-256",
    "1.2.643.7.1.1.1.2": "gost2012-512",
    "2.16.840.1.101.3.4.4.1": "ml-kem-512",
    "2.16.840.1.101.3.4.4.2": "ml-kem-768",
    "2.16.840.1.101.3.4.4.3": "ml-kem-1024",
    **POST_QUANTUM_SIGNATURES,
}


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What a public key is.

    algorithm  "rsa", "ec", "ed25519", "ed448", "x25519", "x448", "dsa", "ml-dsa-65", … or dotted
    size       bits of the modulus for RSA and DSA, else None
    curve      "P-256", … or dotted for EC, else None
    """

    algorithm: str
    size: int | None = None
    curve: str | None = None

    @property
    def can_sign(self) -> bool:
        """Whether keys of this algorithm can sign at all."""
        return self.algorithm not in {"x25519", "x448"} and not self.algorithm.startswith("ml-kem")

    @property
    def can_receive(self) -> bool:
        """Whether mail programs of today can encrypt to keys of this algorithm."""
        return self.algorithm in {"rsa", "ec", "x25519", "x448"}


def describe(spki: bytes) -> KeyFacts:
    """Facts of a public key of any algorithm. Raises Damaged if it has no such shape."""
    try:
        return describe_der(spki)
    except spans.NotDer:
        return _tolerant(spki)


def describe_der(spki: bytes) -> KeyFacts:
    """The same for DER only. Raises NotDer."""
    outside = spans.sequence(spki)
    if spans.tags(outside) != [spans.SEQUENCE, spans.BIT_STRING]:
        raise spans.NotDer("SubjectPublicKeyInfo")
    (_, _, at, to), (_, _, bits, stop) = outside
    if bits == stop:
        raise spans.NotDer("SubjectPublicKeyInfo")
    found = _algorithm(spki[at:to])
    if found is not None:
        return found
    if spki[bits]:
        raise spans.NotDer("an RSA key with unused bits")
    inside = spans.children(spki, bits + 1, stop)
    if spans.tags(inside) != [spans.SEQUENCE]:
        raise spans.NotDer("RSAPublicKey")
    numbers = spans.children(spki, inside[0][2], stop)
    if spans.tags(numbers) != [spans.INTEGER, spans.INTEGER]:
        raise spans.NotDer("RSAPublicKey")
    _, _, at, to = numbers[0]
    modulus = spki[at:to]
    if not spans.shortest(modulus):
        raise spans.NotDer("modulus")
    return _rsa(spans.integer(modulus).bit_length())


@lru_cache(maxsize=64)
def _rsa(size: int) -> KeyFacts:
    return KeyFacts("rsa", size=size)


@spans.remembered
def _algorithm(contents: bytes) -> KeyFacts | None:
    """What the contents of an AlgorithmIdentifier say of the key; None for RSA. Raises NotDer."""
    inside = spans.children(contents, 0, len(contents))
    if not 1 <= len(inside) <= 2 or inside[0][0] != spans.OID:
        raise spans.NotDer("AlgorithmIdentifier")
    dotted = spans.oid(contents[inside[0][2] : inside[0][3]])
    name = _ALGORITHMS.get(dotted, dotted)
    parameters = inside[1:]
    if name == "rsa":
        return None
    if name == "ec":
        if not parameters:
            return KeyFacts("ec")
        tag, _, at, to = parameters[0]
        if tag != spans.OID:
            return KeyFacts("ec", curve="explicit")
        curve = spans.oid(contents[at:to])
        return KeyFacts("ec", curve=_CURVES.get(curve, curve))
    if name == "dsa":
        if not parameters:  # inherited from the issuer, RFC 3279 2.3.2
            return KeyFacts("dsa")
        tag, _, at, to = parameters[0]
        if tag != spans.SEQUENCE:
            raise spans.NotDer("Dss-Parms")
        _, _, at, to = spans.expect(contents, at, to, spans.INTEGER)
        return KeyFacts("dsa", size=spans.integer(contents[at:to]).bit_length())
    return KeyFacts(name)


def _tolerant(spki: bytes) -> KeyFacts:
    from asn1crypto import core

    from sel.core.asn1 import parsing
    from sel.core.shapes import RsaPublicKey, SpkiRaw

    with parsing(Damaged):
        raw = SpkiRaw.load(spki)
        oid = raw["algorithm"]["algorithm"].dotted
        name = _ALGORITHMS.get(oid, oid)
        parameters = raw["algorithm"]["parameters"]
        absent = isinstance(parameters, core.Void)
        match name:
            case "rsa":
                key = RsaPublicKey.load(raw["public_key"].contents[1:])
                return KeyFacts("rsa", size=int(key["modulus"].native).bit_length())
            case "ec":
                if absent:
                    return KeyFacts("ec")
                encoding = parameters.dump()
                if encoding[:1] != b"\x06":
                    return KeyFacts("ec", curve="explicit")
                curve = core.ObjectIdentifier.load(encoding).dotted
                return KeyFacts("ec", curve=_CURVES.get(curve, curve))
            case "dsa":
                if absent:
                    return KeyFacts("dsa")
                prime = core.Sequence.load(parameters.dump())[0].native
                return KeyFacts("dsa", size=int(prime).bit_length())
            case _:
                return KeyFacts(name)
