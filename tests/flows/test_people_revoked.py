"""`people check`: lists first, responders only if they are wanted, and what was not found out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509 import ocsp as library

from sel.base.errors import UnknownPerson
from sel.base.progress import Silent
from sel.core import certificate
from sel.core.policy import Policy
from sel.flows import people, people_adding
from sel.flows.people_revoked import Unknown, Why
from sel.net import HttpFetch, KeptFiles
from sel.ports.services import Services
from tests import paths
from tests.flows.desk import desk
from tests.net.server import Site, serving
from tests.paths import Made

NAMES = ("listed", "asked", "nowhere")


class Clock:
    def now(self) -> object:
        return paths.NOW


@dataclass
class School:
    """An authority, and who has certificates of it: revocation said in different ways."""

    services: Services
    site: Site
    root: Made
    people: dict[str, Made]

    def check(self, *emails: str, responders: bool = False) -> people.Judged:
        return people.check(self.services, Silent(), emails, responders=responders)

    def revoked(self) -> set[str]:
        every = self.services.book().people().people()
        return {
            person.email.partition("@")[0]
            for person in every
            for each in person.certificates
            if each.path.value == "revoked"
        }

    def answers(self, *, revoked: bool) -> None:
        """The responder says of everybody what it says of the one who has only it."""
        status = library.OCSPCertStatus.REVOKED if revoked else library.OCSPCertStatus.GOOD
        one = self.people["asked"]

        def answered(sent: bytes) -> bytes:
            nonce = library.load_der_ocsp_request(sent).extensions[0].value
            return paths.answer(one, self.root, self.root, status=status, nonce=nonce.nonce)

        self.site.answers["/ocsp"] = answered


def person(root: Made, name: str, *extensions: x509.ExtensionType) -> Made:
    address = x509.SubjectAlternativeName([x509.RFC822Name(f"{name}@school.example")])
    mail = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.EMAIL_PROTECTION])
    listed = [(each, False) for each in (address, mail, *extensions)]
    bits = paths.usage("digital_signature", "key_agreement")
    return paths.make(name, root, ca=False, extensions=listed, bits=bits)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[School]:
    with serving() as site:
        root = paths.make("Root")
        one = {
            "listed": person(root, "listed", paths.crl_point(site.url("/root.crl"))),
            "asked": person(root, "asked", paths.ocsp_at(site.url("/ocsp"))),
            "nowhere": person(root, "nowhere"),
        }
        services = replace(
            desk(tmp_path / "data"),
            clock=Clock(),  # type: ignore[arg-type]
            policy=Policy(roots=(root.der,)),
            fetch=lambda: HttpFetch(private=True),
            fetched=lambda: KeptFiles(tmp_path / "kept"),
        )
        for name, made in one.items():
            path = tmp_path / f"{name}.cer"
            path.write_bytes(made.der)
            people_adding.add(services, [path], Silent())
        site.answers["/root.crl"] = (200, {}, paths.crl(root, root))
        yield School(services, site, root, one)


def test_one_list_says_it_of_everybody_and_no_responder_is_asked(school: School) -> None:
    school.answers(revoked=True)
    assert school.check().unknown == ()
    assert school.revoked() == set()
    assert school.site.asked == ["GET /root.crl"], "a responder learns nothing"
    school.check()
    assert school.site.asked == ["GET /root.crl"], "it is kept until the next one is due"


def test_who_is_on_the_list(school: School) -> None:
    listed = paths.crl(school.root, school.people["listed"], school.people["asked"])
    school.site.answers["/root.crl"] = (200, {}, listed)
    assert school.check().changed == 2
    assert school.revoked() == {"listed", "asked"}
    assert school.check().changed == 0, "what is revoked stays so"


def test_without_a_list_a_responder_is_asked_only_if_it_is_wanted(school: School) -> None:
    del school.site.answers["/root.crl"]
    school.answers(revoked=True)
    host = school.site.url("").split("/")[2]
    assert school.check().unknown == (
        Unknown(Why.NAMES_NOTHING, 1),
        Unknown(Why.NOT_ASKED, 1, (host,)),
        Unknown(Why.NO_ANSWER, 1),
    )
    assert school.site.asked == ["GET /root.crl"]
    done = school.check(responders=True)
    assert done.unknown == (Unknown(Why.NAMES_NOTHING, 1), Unknown(Why.NO_ANSWER, 1))
    assert school.revoked() == {"asked"}
    assert school.site.asked.count("POST /ocsp") == 1


def test_a_good_answer_is_kept_and_a_forged_one_counts_for_nothing(school: School) -> None:
    del school.site.answers["/root.crl"]
    other = paths.make("Other")
    one = school.people["asked"]
    school.site.answers["/ocsp"] = lambda _sent: paths.answer(one, school.root, other)
    wanted = school.check("asked@school.example", responders=True)
    assert (wanted.certificates, wanted.unknown) == (1, (Unknown(Why.NO_ANSWER, 1),))
    school.answers(revoked=False)
    for _ in range(2):
        assert school.check("asked@school.example", responders=True).unknown == ()
    assert school.site.asked.count("POST /ocsp") == 2, "one that counted for nothing, one kept"
    with pytest.raises(UnknownPerson):
        school.check("nobody@school.example")


def test_where_nothing_may_be_asked(school: School) -> None:
    silent = replace(school.services, fetch=lambda: None)
    done = people.check(silent, Silent(), responders=True)
    assert done.unknown == (Unknown(Why.NOT_ALLOWED, 3),)
    assert school.site.asked == []


def test_nobody_is_asked_about_what_has_no_path(school: School) -> None:
    sha256 = certificate.read(school.people["asked"].der).sha256
    people.trust(school.services, sha256)
    strangers = replace(school.services, policy=Policy())
    done = people.check(strangers, Silent(), responders=True)
    assert done.unknown == (Unknown(Why.NO_PATH, 1),)
    assert school.site.asked == []


def test_a_host_that_is_down_is_tried_once(school: School, tmp_path: Path) -> None:
    """However many name it: nobody waits ten thousand times."""
    gone = "http://127.0.0.1:1/ocsp"
    for n in range(4):
        made = person(school.root, f"more{n}", paths.ocsp_at(gone))
        path = tmp_path / f"more{n}.cer"
        path.write_bytes(made.der)
        people_adding.add(school.services, [path], Silent())
    tried = []

    class Counting(HttpFetch):
        def post(self, url: str, body: bytes, *, kind: str, limit: int) -> bytes:
            tried.append(url)
            return super().post(url, body, kind=kind, limit=limit)

    del school.site.answers["/root.crl"]
    school.answers(revoked=False)
    counting = replace(school.services, fetch=lambda: Counting(private=True))
    done = people.check(counting, Silent(), responders=True)
    assert tried.count(gone) == 1
    assert done.unknown == (Unknown(Why.NAMES_NOTHING, 1), Unknown(Why.NO_ANSWER, 5))


def issued(school: School, name: str, tmp_path: Path, listed: str, root_list: str) -> Made:
    """An issuing authority under the root, with one person, who names a list at `listed`."""
    authority = paths.make(
        f"CA {name}", school.root, extensions=[(paths.crl_point(root_list), False)], length=0
    )
    made = person(authority, name.lower(), paths.crl_point(listed))
    path = tmp_path / f"{name}.pem"
    path.write_bytes(made.pem + authority.pem)
    people_adding.add(school.services, [path], Silent())
    return authority


def test_an_authority_that_was_revoked_takes_its_people_with_it(
    school: School, tmp_path: Path
) -> None:
    """Two authorities are on one list of their root: it is fetched once and counts for both."""
    url = school.site.url("/above.crl")
    one, two = (issued(school, n, tmp_path, school.site.url(f"/{n}"), url) for n in ("Un", "Dau"))
    school.site.answers["/Un"] = (200, {}, paths.crl(one))
    school.site.answers["/Dau"] = (200, {}, paths.crl(two))
    school.site.answers["/above.crl"] = (200, {}, paths.crl(school.root, one, two))
    unkept = replace(school.services, fetched=lambda: None)
    done = people.check(unkept, Silent(), ("un@school.example", "dau@school.example"))
    assert (done.certificates, done.unknown) == (2, ())
    assert school.revoked() == {"un", "dau"}
    assert school.site.asked.count("GET /above.crl") == 1


def test_silent_hosts_of_one_authority_keep_no_other_from_being_asked(
    school: School, tmp_path: Path
) -> None:
    gone = [f"http://127.0.0.1:{n}/x.crl" for n in range(1, 6)]
    for n, url in enumerate(gone):
        path = tmp_path / f"more{n}.cer"
        path.write_bytes(person(school.root, f"more{n}", paths.crl_point(url)).der)
        people_adding.add(school.services, [path], Silent())
    other = issued(school, "Un", tmp_path, school.site.url("/Un"), school.site.url("/above.crl"))
    school.site.answers["/above.crl"] = (200, {}, paths.crl(school.root))
    school.site.answers["/Un"] = (200, {}, paths.crl(other))
    names = [f"more{n}@school.example" for n in range(5)]
    done = people.check(school.services, Silent(), [*names, "un@school.example"])
    assert done.unknown == (Unknown(Why.NO_ANSWER, 3), Unknown(Why.STOPPED_ASKING, 2))
    assert school.site.asked == ["GET /Un", "GET /above.crl"]
