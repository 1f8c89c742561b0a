"""Whether a certificate is a colleague's, and what the book says of it; pure, one at a time."""

from __future__ import annotations

from sel.base.errors import BadAddress
from sel.core import address, tlv
from sel.core.certificate import CertificateFacts
from sel.core.extensions import Details, details
from sel.core.finding import Finding, Level
from sel.core.rules.key_size import check_key_size
from sel.core.rules.key_weakness import check_key_weakness

AUTHORITY, DEVICE, NO_ADDRESS = "person-authority", "person-device", "person-no-address"
_OF_DEVICES = frozenset({"serverAuth", "clientAuth"})


def refused(facts: CertificateFacts) -> str | None:
    """Why this is no colleague's certificate, as a code; None if it is one.

    One that has ended or cannot encrypt is one all the same: it opens nothing, but it is history.
    """
    if facts.is_ca:
        return AUTHORITY
    if not facts.for_mail:
        return DEVICE
    if not addresses(facts.emails):
        # One of a server often allows mail too, by saying nothing or "any".
        named = _OF_DEVICES & set(facts.extended or ())
        return DEVICE if named else NO_ADDRESS
    return None


def addresses(emails: tuple[str, ...]) -> tuple[str, ...]:
    """Those that are addresses, in their normal form, once each."""
    found = []
    for each in emails:
        try:
            found.append(address.normal(each))
        except BadAddress:
            continue
    return tuple(dict.fromkeys(found))


def weak(facts: CertificateFacts) -> Finding | None:
    """What makes its key one that nobody should encrypt to: short, or known to be broken."""
    size = check_key_size(facts)
    if size is not None:
        return size
    found = check_key_weakness(_numbers(facts)) if facts.key.algorithm == "rsa" else ()
    return next((each for each in found if each.level is Level.ERROR), None)


def _numbers(facts: CertificateFacts) -> Details:
    """Modulus and exponent; the whole certificate is read for them only where it is odd."""
    try:
        _, key = tlv.inside(facts.spki)
        octets = tlv.octets_of_bits(tlv.expect(key, tlv.BIT_STRING).content(facts.spki))
        modulus, exponent = (
            tlv.integer(tlv.expect(each, tlv.INTEGER).content(octets))
            for each in tlv.inside(octets)
        )
    except (ValueError, *tlv.BROKEN):
        return details(facts.der)
    return Details(modulus=modulus, exponent=exponent)
