"""Whom a mail is for and where the key is, asked of a real book, real stores, real backups."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from sel.base.errors import BookNewer, StoreLocked
from sel.base.progress import Silent
from sel.base.secret import Secret
from sel.core import certificate, envelope, letter
from sel.core.envelope import RecipientId, der
from sel.core.envelope.identity import identity, key_ids
from sel.core.finding import Finding
from sel.core.keypair import KeyKind
from sel.core.letter import Outline
from sel.core.request import Asked
from sel.flows import addressed, backups, letters, removals, requests
from sel.flows.identities import bundle_of, identities
from sel.ports.book import Additions, NewCertificate, Role
from sel.ports.services import Services
from sel.ports.store import StoreSpec
from tests.flows.desk import FOUNDED, desk, issued, now
from tests.pilot import GWEN, SIAN, person

BACKUP = Secret("castell mynydd afon derwen lleuad pysgodyn gwanwyn")


@pytest.fixture
def sian(tmp_path: Path) -> Services:
    services = desk(tmp_path / "sian")
    made = requests.make(services, Asked((SIAN,), "Siân Llŷr"), KeyKind.EC_P256, Silent())
    requests.finish(services, issued(made), (FOUNDED.issuer,), Silent())
    return services


def told(services: Services, outline: Outline) -> tuple[Finding, ...]:
    return addressed.findings(addressed.whereabouts(services, outline), outline)


def codes(services: Services, outline: Outline) -> list[str]:
    return [each.code for each in told(services, outline)]


def a_mail(services: Services) -> Outline:
    return letter.describe(letters.write(services, to=[], subject="x", text="x").eml)


def backed_up(services: Services, path: Path) -> Path:
    backups.make(services, path, BACKUP, Silent())
    backups.verify(services, path, BACKUP, Silent())
    return path


def the_only(services: Services) -> str:
    (one,) = identities(services.book(), now())
    return one.id


def test_the_key_is_here(sian: Services) -> None:
    (place,) = addressed.whereabouts(sian, a_mail(sian))
    assert (place.mine, place.key, place.stores) == (True, the_only(sian), ())
    assert place.certificate is not None
    assert place.certificate.emails == (SIAN,)
    (finding,) = told(sian, a_mail(sian))
    assert finding.code == "mail-key-here"
    assert finding.what.facts["year"] == str(now().year)


def test_the_key_has_left_the_book_for_a_backup(sian: Services, tmp_path: Path) -> None:
    mail, path = a_mail(sian), backed_up(sian, tmp_path / "keys.p12")
    removals.remove(sian, the_only(sian))
    assert identities(sian.book(), now()) == ()
    (finding,) = told(sian, mail)
    assert finding.code == "mail-key-in-backup"
    assert finding.what.facts["path"] == str(path)
    assert finding.what.facts["made"] == sian.book().backups()[0].verified
    opened = backups.look(sian, path.read_bytes(), BACKUP, Silent())
    backups.restore(sian, opened, Silent())
    assert codes(sian, mail) == ["mail-key-here"]


def test_a_key_in_the_book_that_does_not_come_out_of_it(sian: Services, tmp_path: Path) -> None:
    mail = a_mail(sian)
    places = addressed.whereabouts(sian, mail)
    (gone,) = addressed.findings(places, mail, readable=False)
    assert gone.code == "mail-key-gone"
    backed_up(sian, tmp_path / "keys.p12")
    places = addressed.whereabouts(sian, mail)
    (saved,) = addressed.findings(places, mail, readable=False)
    assert saved.code == "mail-key-in-backup"


def test_the_key_is_nowhere(sian: Services) -> None:
    mail = a_mail(sian)
    removals.remove(sian, the_only(sian), without_backup=True)
    assert codes(sian, mail) == ["mail-key-gone"]


def test_the_key_waits_for_its_certificate(tmp_path: Path) -> None:
    """Whoever has the public key may name it by its identifier."""
    services = desk(tmp_path / "waiting")
    requests.make(services, Asked((SIAN,), "Siân Llŷr"), KeyKind.EC_P256, Silent())
    (key,) = services.book().keys()
    outline = addressed_to(RecipientId(key_id=min(key_ids(key.spki))))
    assert codes(services, outline) == ["mail-key-here"]


def addressed_to(*recipients: RecipientId) -> Outline:
    """What a mail to these says openly, the rest taken from one to somebody."""
    to = person(GWEN, starts=now(), founded=FOUNDED)
    cms = envelope.encrypt(b"x", recipients=[to.certificate])
    return replace(letter.describe(cms), recipients=recipients)


def test_recipients_named_by_their_key_are_found_too(sian: Services) -> None:
    gwen = person(GWEN, starts=now(), founded=FOUNDED).certificate
    facts = certificate.read(gwen)
    held = NewCertificate(gwen, facts.spki_sha256, Role.PERSON)
    sian.book().add(Additions(certificates=(held,)))
    mine = identities(sian.book(), now())[0].certificate
    assert mine is not None
    both = [RecipientId(key_id=min(key_ids(identity(der).spki))) for der in (gwen, mine.der)]
    stranger = RecipientId(key_id=bytes(20))
    outline = addressed_to(stranger, *both)
    unknown, hers, own = addressed.whereabouts(sian, outline)
    assert (unknown.certificate, unknown.mine) == (None, False)
    assert hers.certificate is not None
    assert (hers.certificate.emails, hers.mine, hers.key) == ((GWEN,), False, None)
    assert (own.mine, own.key) == (True, the_only(sian))
    assert codes(sian, outline) == ["mail-key-here", "mail-for-others"]


def test_a_mail_for_somebody_else_names_them(sian: Services) -> None:
    gwen = person(GWEN, starts=now(), founded=FOUNDED).certificate
    mail = letter.describe(envelope.encrypt(b"x", recipients=[gwen]))
    assert codes(sian, mail) == ["mail-not-for-you"]
    facts = certificate.read(gwen)
    held = NewCertificate(gwen, facts.spki_sha256, Role.PERSON)
    sian.book().add(Additions(certificates=(held,)))
    assert codes(sian, mail) == ["mail-not-for-you", "mail-for-others"]
    assert told(sian, mail)[1].what.facts["names"] == GWEN


def test_the_key_is_in_a_store(sian: Services, tmp_path: Path) -> None:
    mail = a_mail(sian)
    (one,) = identities(sian.book(), now())
    (kind,) = [each for each in sian.stores() if each.id == "nss"]
    folder = tmp_path / "nss"
    kind.create(folder)
    spec = kind.spec(f"nss:{folder}")
    assert spec is not None
    store = kind.open(spec, None)
    store.install(bundle_of(sian.book(), [one]))
    store.close()
    stranger = replace(desk(tmp_path / "other"), stores=lambda: (Finds(kind, spec),))
    (finding,) = told(stranger, mail)
    assert finding.code == "mail-key-in-store"
    assert finding.what.facts["store"] == spec.id
    (place,) = addressed.whereabouts(stranger, mail)
    assert place.certificate is not None
    assert place.certificate.emails == (SIAN,)


class Finds:
    """A kind of store that finds one: NSS databases in folders are otherwise named."""

    def __init__(self, kind: object, spec: StoreSpec) -> None:
        self._kind, self._spec = kind, spec

    def found(self) -> tuple[StoreSpec, ...]:
        return (self._spec,)

    def __getattr__(self, name: str) -> object:
        return getattr(self._kind, name)


def test_a_mail_nobody_can_open_does_not_say_that_sel_can(sian: Services) -> None:
    mine = identities(sian.book(), now())[0].certificate
    assert mine is not None
    cms = envelope.encrypt(b"x", recipients=[mine.der])
    unknown = cms.replace(der.oid("2.16.840.1.101.3.4.1.42"), der.oid("2.16.840.1.101.3.4.1.99"))
    outline = letter.describe(unknown)
    assert [each.code for each in outline.findings] == ["encryption-unknown"]
    assert codes(sian, outline) == []


def test_other_mails_have_no_whereabouts(sian: Services) -> None:
    plain = letter.describe(b"From: a@b.example\r\n\r\nHelo\r\n")
    assert addressed.whereabouts(sian, plain) == ()
    assert codes(sian, plain) == []


class Locked(Finds):
    """A store that wants its password."""

    def open(self, spec: StoreSpec, unlock: Secret | None) -> NoReturn:
        assert unlock is None
        raise StoreLocked(store=spec.id)

    def unusable(self) -> None:
        return None


class Unusable(Finds):
    """A kind that does not work on this computer."""

    def unusable(self) -> str:
        return "nss-missing"

    def found(self) -> NoReturn:
        raise AssertionError("it was not to be asked")


def test_a_store_that_wants_a_password_is_passed_over(sian: Services, tmp_path: Path) -> None:
    mail = a_mail(sian)
    spec = StoreSpec("nss:x", "x")
    stranger = replace(
        desk(tmp_path / "other"), stores=lambda: (Locked(None, spec), Unusable(None, spec))
    )
    assert codes(stranger, mail) == ["mail-not-for-you"]


def test_a_book_that_does_not_open_hides_nothing_else(sian: Services) -> None:
    def closed() -> NoReturn:
        raise BookNewer()

    mail = a_mail(sian)
    places = addressed.whereabouts(replace(sian, book=closed), mail)
    assert [each.recipient for each in places] == list(mail.recipients)
    assert not any(each.mine for each in places)
