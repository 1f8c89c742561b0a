"""Mails: whom they are for and where the key is, and what only shows when they are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sel.base.progress import Silent
from sel.core import certificate, envelope, letter
from sel.core.finding import Finding
from sel.flows import addressed, backups, letters, removals
from sel.flows.identities import bundle_of, identities
from sel.ports.book import Additions, NewCertificate, Role
from sel.ports.services import Services
from sel.ports.store import StoreKind, StoreSpec
from tests.core import mail_material as mails
from tests.core.container_material import attachment, outlook_message
from tests.flows.desk import now
from tests.flows.golden.world import WORDS, Scene, World, backup_of, looked_at, mail_to_myself
from tests.pilot import SIAN, person, pilot


def _the_only(services: Services) -> str:
    (one,) = identities(services.book(), now())
    return one.id


def key_here(world: World) -> Sequence[Finding]:
    return looked_at(world.sian, mail_to_myself(world.sian))


def key_in_backup(world: World) -> Sequence[Finding]:
    services, path = world.with_a_key("leaving"), world.folder / "left.p12"
    mail = mail_to_myself(services)
    path.write_bytes(backup_of(services))
    backups.verify(services, path, WORDS, Silent())
    removals.remove(services, _the_only(services))
    return looked_at(services, mail)


def key_gone(world: World) -> Sequence[Finding]:
    services = world.with_a_key("forgetting")
    mail = mail_to_myself(services)
    removals.remove(services, _the_only(services), without_backup=True)
    return looked_at(services, mail)


def key_in_store(world: World) -> Sequence[Finding]:
    sian, folder = world.sian, world.folder / "nss"
    (kind,) = [each for each in sian.stores() if each.id == "nss"]
    kind.create(folder)
    spec = kind.spec(f"nss:{folder}")
    assert spec is not None
    store = kind.open(spec, None)
    store.install(bundle_of(sian.book(), identities(sian.book(), now())))
    store.close()
    stranger = replace(world.desk("other"), stores=lambda: (_Finds(kind, spec),))
    return looked_at(stranger, mail_to_myself(sian))


class _Finds:
    """A kind of store that finds one: NSS databases in folders are otherwise named."""

    def __init__(self, kind: StoreKind, spec: StoreSpec) -> None:
        self._kind, self._spec = kind, spec

    def found(self) -> tuple[StoreSpec, ...]:
        return (self._spec,)

    def __getattr__(self, name: str) -> object:
        return getattr(self._kind, name)


def not_for_you(world: World) -> Sequence[Finding]:
    to = mails.person("p256", "mallory").certificate
    return looked_at(world.sian, envelope.encrypt(b"x", recipients=[to]))


def for_others(world: World) -> Sequence[Finding]:
    """Siân reads it, and so does Gwenllian."""
    to = [world.certificate, world.gwen.der]
    return looked_at(world.sian, envelope.encrypt(b"x", recipients=to))


def without_smime(world: World) -> Sequence[Finding]:
    picture = attachment("llun.png", b"\x89PNG\r\n\x1a\n")
    return looked_at(world.sian, outlook_message({0x37: "Prawf"}, [picture]))


def unauthenticated(world: World) -> Sequence[Finding]:
    sender = mails.person("p256", "mallory")
    return letters.read(world.sian, mails.mail(sender, _sealed(world))).findings


def signer_expired(world: World) -> Sequence[Finding]:
    """A mail of last year, by its own account, from somebody whose authority is trusted."""
    services, today = world.desk("last year"), now()
    founded = pilot("school.example", today - timedelta(days=400))
    held = certificate.read(founded.root)
    root = NewCertificate(held.der, held.spki_sha256, Role.CHAIN)
    services.book().add(Additions(certificates=(root,)))
    services.book().trust("authority", held.sha256, how="test")
    then = today - timedelta(days=300)
    ended = then + timedelta(days=90)
    who = person(starts=then, ends=ended, founded=founded)
    cms = envelope.sign(
        mails.BODY, key=who.key, certificate=who.certificate, chain=(founded.issuer,),
        when=then + timedelta(days=9),
    )  # fmt: skip
    sender = mails.Person(None, who.certificate, SIAN)
    mail = mails.mail(sender, mails.signed(sender, mails.BODY, signature=cms))
    return letters.read(services, mail).findings


def signed_outside(world: World) -> Sequence[Finding]:
    """Whoever takes a letter to Siân can sign it as his own."""
    sender = mails.person("p256", "mallory")
    mail = mails.mail(sender, mails.signed(sender, _sealed(world)))
    return letters.read(world.sian, mail).findings


def _sealed(world: World) -> bytes:
    cms = envelope.encrypt(mails.BODY, recipients=[world.certificate])
    return mails.entity("application/pkcs7-mime", cms, smime_type="enveloped-data")


def key_does_not_come_out(world: World) -> Sequence[Finding]:
    """A key in the book that Sêl's own keys do not open, and no backup of it."""
    services = world.with_a_key("shut")
    outline = letter.describe(mail_to_myself(services))
    places = addressed.whereabouts(services, outline)
    return addressed.findings(places, outline, readable=False)


SCENES: dict[str, Scene] = {
    "mail-key-here": key_here,
    "mail-key-in-backup": key_in_backup,
    "mail-key-in-store": key_in_store,
    "mail-key-gone": key_gone,
    "mail-key-gone-shut": key_does_not_come_out,
    "mail-not-for-you": not_for_you,
    "mail-for-others": for_others,
    "message-without-smime": without_smime,
    "encrypted-unauthenticated": unauthenticated,
    "signed-outside-encrypted": signed_outside,
    "signer-expired": signer_expired,
}
