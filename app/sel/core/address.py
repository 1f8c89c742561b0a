"""Mail addresses: what is one, which two are the same mailbox, and how each is written.

RFC 5321 4.1.2 (mailbox), RFC 5890 (A-labels), RFC 6531 and RFC 9598 (non-ASCII local parts).
"""

from __future__ import annotations

import re

from sel.base.errors import BadAddress

# RFC 5321 4.1.2 dot-string with the letters of RFC 6531 3.3: neither controls nor specials.
_ATOM = r"""[^\x00-\x20"(),.:;<>@\[\\\]\x7f]+"""
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_MAX_LOCAL, _MAX_DOMAIN = 64, 253


def normal(address: str) -> str:
    """The one spelling that is kept and compared: domain in lower case as A-labels.

    Quoted local parts and address literals are refused: no certificate authority issues for
    them. Raises BadAddress.
    """
    text = address.strip()
    local, at, domain = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local.encode()) > _MAX_LOCAL:
        raise BadAddress(address=address)
    if not local.isascii() and any(ord(sign) in range(0x80, 0xA0) for sign in local):
        raise BadAddress(address=address)
    return f"{local}@{ascii_domain(domain, whole=address)}"


def ascii_domain(domain: str, *, whole: str | None = None) -> str:
    """A domain in lower-case A-labels, without a trailing dot. Raises BadAddress."""
    bare = domain.strip().rstrip(".").lower()
    # "--" stands in A-labels, and where else is for the tables to say (RFC 5891 4.2.3.1).
    if "--" not in bare and len(bare) <= _MAX_DOMAIN and _PLAIN_DOMAIN.fullmatch(bare):
        return bare
    import idna

    try:
        ascii_form = idna.encode(bare, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as problem:
        raise BadAddress(address=whole or domain) from problem
    if "." not in ascii_form or len(ascii_form) > _MAX_DOMAIN:
        raise BadAddress(address=whole or domain)
    return ascii_form


def lenient(address: str) -> str:
    """`normal`, or for what is no address the text as it stands: for showing what a file says."""
    try:
        return normal(address)
    except BadAddress:
        return address.strip()


def display(address: str) -> str:
    """An address for a person's eyes: the domain with its own letters, if that is safe."""
    local, at, domain = address.rpartition("@")
    if not at or "xn--" not in domain:
        return address
    import idna

    try:
        return f"{local}@{idna.decode(domain)}"
    except (idna.IDNAError, UnicodeError):
        return address


def domain_of(address: str) -> str:
    """The domain of an address in its normal form. Raises BadAddress."""
    return normal(address).rpartition("@")[2]


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses name the same mailbox.

    The domain is compared as A-labels. ASCII letters of the local part are compared without
    case: RFC 5321 2.4 leaves their meaning to the receiving host, and Exchange, like every mail
    program we know, folds them. Letters beyond ASCII are compared as they are (RFC 9598 3).
    """
    return mailbox_key(one) == mailbox_key(other)


def mailbox_key(address: str) -> str:
    """The same for all spellings of one mailbox, and for no others; not to be shown."""
    return _fold(lenient(address))


def _fold(address: str) -> str:
    return "".join(sign.lower() if sign.isascii() else sign for sign in address)


def is_ascii(address: str) -> bool:
    """Whether the local part fits an rfc822Name (IA5String, RFC 5280 4.2.1.6)."""
    return address.rpartition("@")[0].isascii()
