"""Structures of asn1crypto that leave unknown algorithms as they are; loaded where needed."""

from __future__ import annotations

from asn1crypto import core


class AlgorithmRaw(core.Sequence):  # type: ignore[misc]
    """AlgorithmIdentifier with its parameters left as they are (RFC 5280 4.1.1.2)."""

    _fields = [("algorithm", core.ObjectIdentifier), ("parameters", core.Any, {"optional": True})]


class SpkiRaw(core.Sequence):  # type: ignore[misc]
    """SubjectPublicKeyInfo of any algorithm, also one that nobody has named yet."""

    _fields = [("algorithm", AlgorithmRaw), ("public_key", core.BitString)]


class RsaPublicKey(core.Sequence):  # type: ignore[misc]
    """RFC 8017 A.1.1."""

    _fields = [("modulus", core.Integer), ("public_exponent", core.Integer)]


class RawPair(core.Sequence):  # type: ignore[misc]
    """AttributeTypeAndValue with its value left as it is (RFC 5280 4.1.2.4)."""

    _fields = [("type", core.ObjectIdentifier), ("value", core.Any)]


class RawRdn(core.SetOf):  # type: ignore[misc]
    """RelativeDistinguishedName."""

    _child_spec = RawPair


class RawName(core.SequenceOf):  # type: ignore[misc]
    """A Name whose attributes may have any type of value, not only the one X.520 asks for."""

    _child_spec = RawRdn
