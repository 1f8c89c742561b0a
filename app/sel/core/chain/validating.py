"""Whether a path holds: RFC 5280 6.1, with the anchor's own limits (RFC 5937) as inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sel.base.errors import BadAddress, UnsupportedAlgorithm
from sel.core import tlv
from sel.core.chain import link, names, signatures
from sel.core.chain.constraints import Subtrees
from sel.core.chain.link import Link
from sel.core.chain.policies import Policies
from sel.core.finding import Finding, error

SOURCE: Final = "RFC 5280 6.1"
_KNOWN: Final = frozenset(
    {
        link.KEY_USAGE,
        link.ALTERNATIVE_NAME,
        link.BASIC_CONSTRAINTS,
        link.NAME_CONSTRAINTS,
        link.CRL_POINTS,
        link.POLICIES,
        link.MAPPINGS,
        link.AUTHORITY_KEY,
        link.POLICY_CONSTRAINTS,
        link.EXTENDED_USAGE,
        link.FRESHEST_CRL,
        link.INHIBIT_ANY,
        link.SUBJECT_KEY,
        link.ISSUER_ALTERNATIVE_NAME,
    }
)

_MAIL: Final = frozenset({"1.3.6.1.5.5.7.3.4", "2.5.29.37.0"})  # emailProtection, any


@dataclass(frozen=True, slots=True)
class Settings:
    """The inputs of RFC 5280 6.1.1 that are a matter of choice.

    policies    the user-initial-policy-set, dotted; None is any-policy
    explicit    initial-explicit-policy;  no_mapping  initial-policy-mapping-inhibit
    no_any      initial-any-policy-inhibit
    mail        every authority, the anchor too, has to be one that may certify for mail: the
                extended key usage of an authority, where it has one, limits what is below it
                (S/MIME BR 7.1.2.2; RFC 5280 itself does not say so)
    weak        let signatures with SHA-1 or short RSA keys through, as RFC 5280 does
    """

    policies: frozenset[str] | None = None
    explicit: bool = False
    no_mapping: bool = False
    no_any: bool = False
    mail: bool = False
    weak: bool = False


def validate(
    path: Sequence[Link], anchor: Link, *, at: datetime, settings: Settings
) -> Finding | None:
    """Why a path does not hold, or None.

    path  from the certificate below the anchor to the one that is asked about; at least one
    """
    try:
        return _walk(path, anchor, at, settings) or _anchor(anchor, path, at, settings)
    except UnsupportedAlgorithm as problem:
        return uncheckable("unsupported", str(problem.what.facts.get("algorithm", "")))
    except (BadAddress, *tlv.BROKEN) as problem:
        return uncheckable("malformed", str(getattr(problem, "detail", problem)))


def uncheckable(reason: str, detail: str = "") -> Finding:
    """The path could neither be accepted nor refused on its merits."""
    return error("path-uncheckable", source=SOURCE, reason=reason, detail=detail)


def broken(reason: str, each: Link) -> Finding:
    """A rule that this certificate of the path breaks."""
    return error("path-invalid", source=SOURCE, reason=reason, name=names.shown(each.subject))


def _anchor(
    anchor: Link, path: Sequence[Link], at: datetime, settings: Settings
) -> Finding | None:
    """The anchor's own limits, as OpenSSL and NSS take them, where it states any."""
    root = names.shown
    if at > anchor.not_after:
        return error(
            "root-expired", source=SOURCE, root=root(anchor.subject), ended=anchor.not_after
        )
    if at < anchor.not_before:
        return error(
            "root-not-yet-valid",
            source=SOURCE,
            root=root(anchor.subject),
            starts=anchor.not_before,
        )
    if not anchor.subject_name or ((anchor.version >= 3 or anchor.extensions) and not anchor.ca):
        return broken("not-an-authority", anchor)
    if _unknown(anchor):
        return broken("unknown-critical", anchor)
    if settings.mail and not _for_mail(anchor):
        return broken("not-for-mail", anchor)
    if anchor.usage is not None and link.CERT_SIGN not in anchor.usage:
        return broken("key-usage", anchor)
    authorities = sum(not each.self_issued for each in path[:-1])
    if anchor.path_length is not None and authorities > anchor.path_length:
        return broken("path-length", anchor)
    return None


def _for_mail(each: Link) -> bool:
    """Whether an authority may certify for mail: emailProtection, any, or no limit at all."""
    value = each.value(link.EXTENDED_USAGE)
    if value is None:
        return True
    usages = {tlv.oid(tlv.expect(one, tlv.OID).content(value)) for one in tlv.inside(value)}
    return not usages.isdisjoint(_MAIL)


def _unknown(each: Link) -> bool:
    return any(ext.critical and oid not in _KNOWN for oid, ext in each.extensions.items())


def _walk(path: Sequence[Link], anchor: Link, at: datetime, settings: Settings) -> Finding | None:
    subtrees = Subtrees()
    subtrees.narrow(anchor.value(link.NAME_CONSTRAINTS))
    policies = Policies(
        len(path),
        explicit=settings.explicit,
        no_mapping=settings.no_mapping,
        no_any=settings.no_any,
    )
    length = len(path)
    spki, issuer = anchor.spki, anchor.subject_name
    for place, each in enumerate(path):
        last = place == len(path) - 1
        # RFC 5280 6.1.3 a: signature, dates, name chaining (revocation is looked at afterwards)
        if each.issuer_name != issuer:
            return broken("name-chaining", each)
        if not signatures.fits(spki, each.algorithm, each.signature, each.signed):
            return broken("signature", each)
        if not settings.weak and signatures.weak(spki, each.algorithm):
            return error("path-weak-algorithm", source=SOURCE, name=names.shown(each.subject))
        if at > each.not_after:
            return error("path-expired", source=SOURCE, ended=each.not_after)
        if at < each.not_before:
            return error("path-not-yet-valid", source=SOURCE, starts=each.not_before)
        # 6.1.3 b, c
        if (last or not each.self_issued) and not subtrees.allow(each):
            return broken("name-constraints", each)
        # 6.1.3 d to f and 6.1.4 a, b, h to j
        reason = policies.take(each, last=last)
        if reason is not None:
            return broken(reason, each)
        # 6.1.4 o, 6.1.5 f
        if _unknown(each):
            return broken("unknown-critical", each)
        if last:
            break
        # 6.1.4 g
        subtrees.narrow(each.value(link.NAME_CONSTRAINTS))
        # 6.1.4 k to n
        if each.version < 3 or not each.ca or not each.subject_name:
            return broken("not-an-authority", each)
        if not each.self_issued:
            if length <= 0:
                return broken("path-length", each)
            length -= 1
        if each.path_length is not None:
            length = min(length, each.path_length)
        if each.usage is not None and link.CERT_SIGN not in each.usage:
            return broken("key-usage", each)
        if settings.mail and not _for_mail(each):
            return broken("not-for-mail", each)
        # 6.1.4 c to f
        spki = signatures.with_parameters(each.spki, spki)
        issuer = each.subject_name
    if not policies.holds(settings.policies):
        return broken("policy", path[-1])
    return None
