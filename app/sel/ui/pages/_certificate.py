"""A certificate's facts as its card shows them."""

from __future__ import annotations

from asn1crypto import x509

from sel.core.certificate import CertificateFacts
from sel.core.name import attribute
from sel.ui.widgets.certificate_card import Shown

_ORGANISATION, _COMMON_NAME = "2.5.4.10", "2.5.4.3"


def shown(facts: CertificateFacts) -> Shown:
    """A certificate for its card."""
    size = facts.key.curve or (str(facts.key.size) if facts.key.size else "")
    return Shown(
        name=facts.common_name or (facts.emails[0] if facts.emails else facts.subject),
        addresses=facts.emails,
        issuer=_issuer_name(facts),
        starts=facts.not_before,
        ends=facts.not_after,
        details=(
            ("subject", facts.subject),
            ("issuer", facts.issuer),
            ("serial", f"{facts.serial:x}"),
            ("key", f"{facts.key.algorithm} {size}".strip()),
            ("signature", facts.signature_algorithm),
            ("sha256", _grouped(facts.sha256.hex())),
        ),
    )


def _issuer_name(facts: CertificateFacts) -> str:
    """The name people know: the issuer's common name, else its organisation."""
    name = x509.Name.load(facts.issuer_der)
    return attribute(name, _COMMON_NAME) or attribute(name, _ORGANISATION) or facts.issuer


def _grouped(digits: str) -> str:
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
