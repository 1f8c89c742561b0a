"""Which hosts a server's certificate speaks for (RFC 9525; its forerunner was RFC 6125)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.x509.oid import NameOID

_HOST: Final = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
    r"(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
_MOST: Final = 200
UNREADABLE: Final = (
    ValueError,
    TypeError,
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
    x509.DuplicateExtension,
)
"""How `cryptography` says that it cannot read a part of a certificate; most are no ValueError."""


@dataclass(frozen=True, slots=True)
class Named:
    """DNS names of a certificate, in lower case.

    alternative  of the subject alternative name: those that count
    subject      the common name, which Exchange looks at and RFC 9525 2 does not; "" without
    """

    alternative: tuple[str, ...] = ()
    subject: str = ""

    def speaks_for(self, host: str) -> bool:
        """Whether a name that counts is this host's (lower-case A-labels)."""
        return any(matches(each, host) for each in self.alternative)

    @property
    def shown(self) -> tuple[str, ...]:
        """What to show a person: the names that count, else the subject's."""
        return self.alternative or ((self.subject,) if self.subject else ())


def is_host(name: str) -> bool:
    """Whether this may be looked up and called: letters, digits, hyphens, underscores."""
    return _HOST.fullmatch(name) is not None


def matches(pattern: str, host: str) -> bool:
    """Whether a name of a certificate is a host's.

    A star stands for the whole first label alone (RFC 9525 6.3), with two labels behind it.
    """
    if pattern == host:
        return is_host(host)
    star, dot, rest = pattern.partition(".")
    _, _, parent = host.partition(".")
    return star == "*" and bool(dot) and "." in rest and rest == parent and is_host(host)


def named(der: bytes) -> Named:
    """The DNS names of a certificate; none if it cannot be read."""
    try:
        certificate = x509.load_der_x509_certificate(der)
        common = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        subject = str(common[-1].value).lower() if common else ""
        extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        found = extension.value.get_values_for_type(x509.DNSName)
    except x509.ExtensionNotFound:
        return Named((), subject)
    except UNREADABLE:
        return Named()
    return Named(tuple(dict.fromkeys(each.lower().rstrip(".") for each in found[:_MOST])), subject)
