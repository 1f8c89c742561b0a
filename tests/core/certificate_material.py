"""Certificates made octet by octet, so that each part can be odd; nothing is signed."""

from __future__ import annotations

from dataclasses import dataclass, replace

RSA_SHA256 = bytes.fromhex("300d06092a864886f70d01010b0500")
ED25519 = bytes.fromhex("300506032b6570")
P256_KEY = bytes.fromhex("3013 06072a8648ce3d0201 06082a8648ce3d030107")


def tlv(tag: int, *parts: bytes) -> bytes:
    """One element in DER."""
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    octets = (len(body).bit_length() + 7) // 8
    return bytes([tag, 0x80 | octets]) + len(body).to_bytes(octets, "big") + body


def oid(dotted: str) -> bytes:
    """OBJECT IDENTIFIER."""
    first, second, *rest = map(int, dotted.split("."))
    body = b""
    for arc in (first * 40 + second, *rest):
        octets = [arc & 0x7F]
        while arc := arc >> 7:
            octets.append(0x80 | arc & 0x7F)
        body += bytes(reversed(octets))
    return tlv(0x06, body)


def attribute(dotted: str, value: bytes | str, tag: int = 0x0C) -> bytes:
    """An RDN of one attribute."""
    contents = value.encode() if isinstance(value, str) else value
    return tlv(0x31, tlv(0x30, oid(dotted), tlv(tag, contents)))


def name(*rdns: bytes) -> bytes:
    """Name."""
    return tlv(0x30, *rdns)


def extension(dotted: str, value: bytes, critical: bytes = b"") -> bytes:
    """Extension; critical: the whole BOOLEAN or nothing."""
    return tlv(0x30, oid(dotted), critical, tlv(0x04, value))


def addresses(*mailboxes: str) -> bytes:
    """The subjectAltName with these rfc822Names."""
    return extension(
        "2.5.29.17", tlv(0x30, *(tlv(0x81, each.encode("utf-8")) for each in mailboxes))
    )


def key(algorithm: bytes, public: bytes = b"\x04" + b"\x11" * 64) -> bytes:
    """SubjectPublicKeyInfo of an AlgorithmIdentifier."""
    return tlv(0x30, algorithm, tlv(0x03, b"\0" + public))


@dataclass(frozen=True)
class Made:
    """The parts of a certificate, DER each; `der` puts them together."""

    version: bytes = tlv(0xA0, tlv(0x02, b"\x02"))
    serial: bytes = tlv(0x02, b"\x2a")
    algorithm: bytes = RSA_SHA256
    outer_algorithm: bytes | None = None
    issuer: bytes = name(attribute("2.5.4.3", "Awdurdod"))
    starts: bytes = tlv(0x17, b"260101000000Z")
    ends: bytes = tlv(0x17, b"270101000000Z")
    subject: bytes = name(attribute("2.5.4.3", "Siân Llŷr"))
    key: bytes = key(P256_KEY)
    extensions: tuple[bytes, ...] | None = (addresses("sian.llyr@school.example"),)

    def but(self, **parts: object) -> Made:
        """The same with other parts."""
        return replace(self, **parts)  # type: ignore[arg-type]

    @property
    def der(self) -> bytes:
        """The certificate, with a signature that signs nothing."""
        listed = () if self.extensions is None else (tlv(0xA3, tlv(0x30, *self.extensions)),)
        tbs = tlv(
            0x30, self.version, self.serial, self.algorithm, self.issuer,
            tlv(0x30, self.starts, self.ends), self.subject, self.key, *listed,
        )  # fmt: skip
        outer = self.algorithm if self.outer_algorithm is None else self.outer_algorithm
        return tlv(0x30, tbs, outer, tlv(0x03, b"\0" + b"\x77" * 32))


def indefinite(encoded: bytes) -> bytes:
    """The same element with an indefinite length (X.690 8.1.3.6)."""
    octets = encoded[1] & 0x7F if encoded[1] & 0x80 else 0
    return bytes([encoded[0], 0x80]) + encoded[2 + octets :] + b"\0\0"
