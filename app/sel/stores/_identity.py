"""A key with its certificate, as the stores of Windows and macOS take one in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sel.base.errors import KeyMismatch, UnsupportedAlgorithm
from sel.core import certificate, keypair
from sel.core.bundle import Entry
from sel.core.certificate import CertificateFacts

_CURVES: Final = {"P-256", "P-384", "P-521"}
"""Those that both know."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A key with its certificate, which were found to belong together."""

    entry: Entry
    facts: CertificateFacts

    @classmethod
    def of(cls, entry: Entry) -> Identity:
        """Raises KeyMismatch, UnsupportedAlgorithm, NotACertificate.

        entry  with its certificate
        """
        assert entry.certificate is not None
        facts = certificate.read(entry.certificate)
        if facts.key.algorithm != "rsa" and facts.key.curve not in _CURVES:
            raise UnsupportedAlgorithm(algorithm=facts.key.curve or facts.key.algorithm)
        if keypair.spki_of(entry.key) != facts.spki:
            raise KeyMismatch
        return cls(entry, facts)
