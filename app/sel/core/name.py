"""Distinguished names as text (RFC 4514) and as comparable values."""

from __future__ import annotations

from asn1crypto import core, x509

_SHORT = {
    "2.5.4.3": "CN",
    "2.5.4.4": "SN",
    "2.5.4.5": "serialNumber",
    "2.5.4.6": "C",
    "2.5.4.7": "L",
    "2.5.4.8": "ST",
    "2.5.4.9": "STREET",
    "2.5.4.10": "O",
    "2.5.4.11": "OU",
    "2.5.4.12": "title",
    "2.5.4.42": "givenName",
    "2.5.4.65": "pseudonym",
    "2.5.4.97": "organizationIdentifier",
    "0.9.2342.19200300.100.1.1": "UID",
    "0.9.2342.19200300.100.1.25": "DC",
    "1.2.840.113549.1.9.1": "emailAddress",
}
_ESCAPED = set(',+"\\<>;=')


def rfc4514(name: x509.Name) -> str:
    """The name as one line, last RDN first. Control characters come as hex escapes."""
    rdns = []
    for rdn in reversed(list(name.chosen)):
        parts = [f"{_type(pair)}={_value(pair)}" for pair in rdn]
        rdns.append("+".join(parts))
    return ",".join(rdns)


def attribute(name: x509.Name, oid: str) -> str | None:
    """The last value of an attribute (the most specific one), or None."""
    found = None
    for rdn in name.chosen:
        for pair in rdn:
            if pair["type"].dotted == oid:
                found = text_of(pair["value"]) or found
    return found


def attributes(name: x509.Name, oid: str) -> tuple[str, ...]:
    """Every value of an attribute in the order of the name."""
    values = (
        text_of(pair["value"]) for rdn in name.chosen for pair in rdn if pair["type"].dotted == oid
    )
    return tuple(value for value in values if value)


def text_of(value: core.Asn1Value) -> str | None:
    """A directory string of any kind, or None for what is no text."""
    try:
        chosen = value.chosen if isinstance(value, core.Choice) else value
        native = chosen.native
    except (ValueError, TypeError, KeyError):
        return None
    return native if isinstance(native, str) else None


def _type(pair: x509.NameTypeAndValue) -> str:
    oid: str = pair["type"].dotted
    return str(_SHORT.get(oid, oid))


def _value(pair: x509.NameTypeAndValue) -> str:
    text = text_of(pair["value"])
    if text is None:
        return f"#{pair['value'].dump().hex()}"
    out = []
    for place, sign in enumerate(text):
        first_or_last = place in (0, len(text) - 1)
        if sign in _ESCAPED or (sign == "#" and place == 0) or (sign == " " and first_or_last):
            out.append("\\" + sign)
        elif ord(sign) < 0x20 or ord(sign) == 0x7F:
            out.append("".join(f"\\{byte:02X}" for byte in sign.encode()))
        else:
            out.append(sign)
    return "".join(out)
