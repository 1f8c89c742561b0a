"""Partner domains with every kind of answer; nobody is asked for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.serialization import Encoding
from PySide6.QtWidgets import QWidget

from sel.core.delivery import (
    Exchanger,
    HostSeen,
    PolicySeen,
    Proof,
    Reach,
    Reply,
    Seen,
    Status,
    Talk,
    Tls,
    Trust,
)
from sel.core.delivery.changing import changes, kept
from sel.core.delivery.judging import judge
from sel.flows.partner_checks import Checked, Report
from sel.ui.app import Program
from sel.ui.places.partners import PartnersPlace
from tests.delivery.servers import Authority

AUTHORITY = Authority()
NOW = datetime(2026, 11, 24, 9, 14, tzinfo=UTC)
LONG = "llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch.gov.uk"
_STS = b"version: STSv1\nmode: enforce\nmx: *.mail.protection.outlook.com\nmax_age: 604800\n"


def seen(
    domain: str,
    host: str,
    trust: Trust = Trust.TRUSTED,
    version: str = "TLSv1.3",
    *,
    reach: Reach = Reach.SPOKEN,
    starttls: bool = True,
    policy: bytes | None = None,
) -> Seen:
    """A domain with one mail server."""
    days = (-90, -2) if trust is Trust.EXPIRED else (-3, 90)
    der = AUTHORITY.issue(host, days=days).certificate.public_bytes(Encoding.DER)
    tls = Tls(version, (der,), trust) if starttls and reach is Reach.SPOKEN else None
    addresses = Reply(Status.ANSWERED, host, ("192.0.2.25",))
    one = HostSeen(
        Exchanger(10, host), addresses, Talk(reach, "192.0.2.25", starttls=starttls, tls=tls)
    )
    texts = ("v=STSv1; id=20261124",) if policy else ()
    status = Status.ANSWERED if texts else Status.EMPTY
    return Seen(
        domain=domain,
        moment=NOW,
        mx=Reply(Status.ANSWERED, domain, (one.exchanger,), proof=Proof.UNSIGNED),
        hosts=(one,),
        policy=PolicySeen(Reply(status, f"_mta-sts.{domain}", texts), policy),
        caa=None,
    )


def checked(now: Seen, before: Seen | None = None) -> Checked:
    """As the flow makes it."""
    judged = judge(now)
    last = kept(judge(replace(before, moment=NOW - timedelta(days=90))), None) if before else None
    present = kept(judged, last)
    different = changes(last, present) if last is not None and present is not None else ()
    return Checked(judged, last, different)


def report() -> Report:
    """Good, bad, not reached, unknown to the lists; one that moved."""
    outlook = "gov-wales.mail.protection.outlook.com"
    return Report(
        NOW,
        (
            checked(seen("gov.wales", outlook, policy=_STS)),
            checked(
                seen("npt.gov.uk", "mail2.npt.gov.uk", Trust.EXPIRED, "TLSv1.2"),
                seen("npt.gov.uk", "mail1.npt.gov.uk", starttls=False),
            ),
            checked(seen("wjec.co.uk", "mx.wjec.co.uk", starttls=False)),
            checked(seen("srswales.com", "mx.srswales.com", reach=Reach.UNREACHABLE)),
            checked(seen(LONG, f"mx.{LONG}", Trust.SELF_SIGNED, "TLSv1")),
        ),
    )


def _page(
    *,
    search: str = "",
    told: Callable[[], Report] | None = None,
    front: str = "",
) -> Callable[[object, Program], QWidget]:
    def prepare(_stage: object, program: Program) -> QWidget:
        program.window.show_place("partners", True)
        program.window.go_to("partners")
        place = program.window.place("partners")
        assert isinstance(place, PartnersPlace)
        place.search.show_text(search)
        if told is not None:
            place.tell(told())
        if front:
            place.table.pick(front)
        return program.window

    return prepare


def _one() -> Report:
    return replace(report(), checked=report().checked[:1])


def _nobody() -> Report:
    return Report(
        NOW,
        tuple(
            checked(seen(each, f"mx.{each}", reach=Reach.UNREACHABLE))
            for each in ("gov.wales", "npt.gov.uk", "wjec.co.uk")
        ),
    )


PICTURES = (
    ("U1-partners", "good", _page()),
    ("U1-partners-search", "good", _page(search="gwynedd")),
    ("U1-partners-other", "good", _page(search="ysgol-hir-iawn-ei-henw.example")),
    ("U1-partners-checked", "good", _page(told=report)),
    ("U1-partners-long", "good", _page(search="llanfair", told=report, front=LONG)),
    ("U1-partners-one", "good", _page(search="gov.wales", told=_one)),
    ("U1-partners-nobody", "good", _page(told=_nobody)),
)
"""Name of the picture, whose desk, and what shows it."""
