"""Golden files of the Baseline Requirements: certificates that claim one of their policies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tests.core.golden import writing as w
from tests.core.golden.cases import Case
from tests.core.golden.writing import SIAN, Shape

ARC = "2.23.140.1.5"
MAILBOX, SPONSOR = f"{ARC}.1.2", f"{ARC}.3.2"


def shape(policy: str = MAILBOX, **changed: object) -> Shape:
    """A certificate that keeps every point of its policy; `changes` are extensions."""
    given = dict(changed)
    changes: Mapping[str, bytes | None] = given.pop("changes", {})  # type: ignore[assignment]
    listed = {"policies": w.policies(policy), **changes}
    subject = w.called(SIAN)
    return Shape(**{"subject": subject, **given, "changes": listed})  # type: ignore[arg-type]


def person(*more: bytes) -> bytes:
    """The name of a person in an organisation, as a sponsor-validated certificate has it."""
    return w.seq(
        w.attribute(w.ORGANISATION, "Ysgol Gymraeg"),
        w.attribute(w.ORGANISATION_ID, "GOVGB"),
        w.attribute(w.GIVEN_NAME, "Siân"),
        w.attribute(w.SURNAME, "Llŷr"),
        *more,
    )


def policy() -> Iterator[Case]:
    several = w.policies(MAILBOX, f"{ARC}.1.3")
    yield Case(
        "br-policy-several", "warning br-policy-several", shape(changes={"policies": several})
    )
    every = w.policies(MAILBOX, "2.5.29.32.0")
    yield Case("br-policy-any", "warning br-policy-any", shape(changes={"policies": every}))
    yield Case("br-legacy-ended", "warning br-legacy-ended", shape(f"{ARC}.1.1"))
    yield Case("br-lifetime", "warning br-lifetime", shape(ends=w.utc("290301120000Z")))
    yield Case(
        "br-lifetime-legacy",
        "warning br-lifetime",
        shape(f"{ARC}.1.1", starts=w.utc("250101120000Z"), ends=w.utc("290101120000Z")),
    )


def usage() -> Iterator[Case]:
    yield Case(
        "br-key-usage-missing", "warning br-key-usage-missing", shape(changes={"usage": None})
    )
    agrees = w.usage(0xA8, unused=3)
    yield Case("br-key-usage", "warning br-key-usage", shape(changes={"usage": agrees}))
    optional = w.usage(0xA0, unused=5, critical=False)
    yield Case(
        "br-key-usage-optional", "info br-key-usage-optional", shape(changes={"usage": optional})
    )
    yield Case("br-extended-usage", "warning br-extended-usage", shape(changes={"extended": None}))
    more = w.extended(w.MAIL, "1.3.6.1.5.5.7.3.1")
    yield Case(
        "br-extended-usage-more",
        "warning br-extended-usage-more",
        shape(changes={"extended": more}),
    )
    client = w.extended(w.MAIL, "1.3.6.1.5.5.7.3.2")
    yield Case(
        "br-extended-usage-more-strict",
        "warning br-extended-usage-more",
        shape(f"{ARC}.1.3", changes={"extended": client}),
    )


def names() -> Iterator[Case]:
    old = w.seq(w.attribute(w.EMAIL, SIAN, 0x16))
    yield Case(
        "br-address-missing",
        "warning br-address-missing",
        shape(subject=old, changes={"names": None}),
    )
    dns = w.names(w.mailbox(SIAN), w.tlv(0x82, b"school.example"))
    yield Case("br-name-kind", "warning br-name-kind", shape(changes={"names": dns}))
    upn = w.other("1.3.6.1.4.1.311.20.2.3", w.tlv(0x0C, SIAN.encode()))
    yield Case(
        "br-name-kind-strict",
        "warning br-name-kind",
        shape(f"{ARC}.1.3", changes={"names": w.names(w.mailbox(SIAN), upn)}),
    )
    second = w.seq(w.attribute(w.EMAIL, "pennaeth@school.example", 0x16))
    yield Case("br-subject-address", "warning br-subject-address", shape(subject=second))
    title = w.seq(w.attribute(w.COMMON_NAME, SIAN), w.attribute("2.5.4.12", "Pennaeth"))
    yield Case("br-subject-forbidden", "warning br-subject-forbidden", shape(subject=title))
    nobody = w.seq(w.attribute(w.ORGANISATION, "Ysgol Gymraeg"))
    yield Case("br-subject-lacks", "warning br-subject-lacks", shape(SPONSOR, subject=nobody))
    place = w.attribute("2.5.4.7", "Bangor")
    yield Case(
        "br-subject-lacks-country",
        "warning br-subject-lacks",
        shape(SPONSOR, subject=person(place)),
    )
    yield Case("br-common-name", "warning br-common-name", shape(subject=w.called("Siân Llŷr")))


def rest() -> Iterator[Case]:
    yield Case("br-crl-missing", "warning br-crl-missing", shape(changes={"crl": None}))
    ldap = w.crl_at("ldap://pki.school.example/cn=crl")
    yield Case("br-crl-scheme", "warning br-crl-scheme", shape(changes={"crl": ldap}))
    yield Case("br-issuer-url", "info br-issuer-url", shape(changes={"access": None}))
    yield Case(
        "br-authority-key", "warning br-authority-key", shape(changes={"authority_key": None})
    )
    yield Case("br-serial", "warning br-serial", shape(serial=w.number(4711)))
    yield Case("br-modulus", "warning br-modulus", shape(spki=w.rsa_spki(w.modulus(2051))))
    yield Case("br-exponent", "info br-exponent", shape(spki=w.rsa_spki(w.modulus(), 3)))


def every() -> Iterator[Case]:
    """All cases of this file."""
    for group in (policy, usage, names, rest):
        yield from group()
