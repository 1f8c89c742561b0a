"""The whole journey with real files in a scratch folder: own books, random passphrases, the pilot.

It never touches a real store, profile or keyring. Every step is done by the same errands that a
person uses, and checked by programs that are not ours where they are installed.
"""

from __future__ import annotations

import hashlib
import secrets
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from sel.base.errors import NoKey, RehearsalFailed, SelError, WitnessMissing, WitnessUnable
from sel.base.message import Message
from sel.base.progress import Progress, Silent
from sel.base.secret import Secret
from sel.core import passphrase
from sel.core.certificate import CertificateFacts
from sel.core.keypair import KeyKind
from sel.core.request import Asked
from sel.flows import authority, backups, installs, letters, people_adding, requests, status
from sel.flows.identities import Identity, find
from sel.flows.status import StepState
from sel.ports.services import Services
from sel.ports.store import Which
from sel.ports.surroundings import Witness

DOMAIN = "rehearsal.example"
SIAN, GWEN = f"sian.llyr@{DOMAIN}", f"gwenllian@{DOMAIN}"
AGREED, MISSING, UNABLE = "agreed", "not-installed", "cannot-judge"


@dataclass(frozen=True, slots=True)
class Step:
    """One step and how it went.

    held       whether it did what it has to, and no witness disagreed
    tried      False for a part that is not installed here; then it is named, and no failure
    witnesses  (name, "agreed" | "not-installed" | "cannot-judge" | its own words)
    detail     for the helpdesk: the error's code, a witness's words
    """

    id: str
    held: bool
    tried: bool
    what: Message
    witnesses: tuple[tuple[str, str], ...]
    seconds: float
    detail: str


Opinion = Callable[[Witness], str | None]


@dataclass(slots=True)
class _Stage:
    """What the steps hand to each other."""

    services: Services
    folder: Path
    sian: Services
    gwen: Services
    restored: Services
    secret: Secret
    files: dict[str, Path] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    opinions: list[Opinion] = field(default_factory=list)

    def mine(self, who: Services, name: str) -> Identity:
        return find(who.book(), self.ids[name], who.clock.now())


def rehearse(
    services: Services, progress: Progress, *, keep: Path | None = None
) -> tuple[Step, ...]:
    """Run every step until one does not hold; the last one tells.

    keep  a folder that keeps the files; without it everything goes with the scratch folder
    Safe to stop between steps.
    """
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        return _run(services, keep, progress)
    with tempfile.TemporaryDirectory(prefix="sel-rehearsal-") as scratch:
        return _run(services, Path(scratch), progress)


def _run(services: Services, folder: Path, progress: Progress) -> tuple[Step, ...]:
    def desk(name: str) -> Services:
        return services.scratch(folder / name, Secret(secrets.token_urlsafe(24)))

    stage = _Stage(
        services=services,
        folder=folder,
        sian=desk("sian"),
        gwen=desk("gwenllian"),
        restored=desk("new-computer"),
        secret=passphrase.offer("en"),
    )
    done: list[Step] = []
    for place, (name, act) in enumerate(_STEPS):
        progress.step(place, len(_STEPS), Message(f"rehearse-{name}"))
        done.append(_step(stage, name, act, services.witnesses()))
        if not done[-1].held:
            break
    progress.step(len(_STEPS), len(_STEPS), Message("done"))
    return tuple(done)


def _step(
    stage: _Stage, name: str, act: Callable[[_Stage], None], witnesses: Sequence[Witness]
) -> Step:
    begun = monotonic()
    stage.opinions = []
    held, tried, detail = True, True, ""
    said: list[tuple[str, str]] = []
    try:
        act(stage)
    except NotTried as missing:
        tried, detail = False, str(missing)
    except SelError as problem:
        held, detail = False, str(problem)
    else:
        for opinion in stage.opinions:
            said.extend(_ask(witness, opinion) for witness in witnesses)
        wrong = [f"{who}: {verdict}" for who, verdict in said if verdict not in _QUIET]
        held, detail = not wrong, "; ".join(wrong)
    return Step(
        id=name,
        held=held,
        tried=tried,
        what=Message(f"rehearse-{name}"),
        witnesses=tuple(dict.fromkeys(said)),
        seconds=monotonic() - begun,
        detail=detail,
    )


_QUIET = frozenset({AGREED, MISSING, UNABLE})


def _ask(witness: Witness, opinion: Opinion) -> tuple[str, str]:
    try:
        objection = opinion(witness)
    except WitnessMissing:
        return witness.id, MISSING
    except WitnessUnable:
        return witness.id, UNABLE
    return witness.id, AGREED if objection is None else objection


def _authority(stage: _Stage) -> None:
    authority.found(
        stage.sian,
        "Rehearsal",
        [DOMAIN],
        Silent(),
        kind=KeyKind.EC_P256,
        forgets_accepted=True,
    )
    path = stage.folder / "authority.p12"
    authority.back_up(stage.sian, path, stage.secret, Silent())
    _expect(not authority.state(stage.sian).root_key_here, "the root key is still here")


def _request(stage: _Stage) -> None:
    for who, name, email, kind in (
        (stage.sian, "sian", SIAN, KeyKind.RSA_3072),
        (stage.gwen, "gwen", GWEN, KeyKind.EC_P256),
    ):
        label = "Siân Llŷr" if name == "sian" else "Gwenllian ap Rhys"
        made = requests.make(who, Asked((email,), label), kind, Silent(), forgets_accepted=True)
        stage.ids[name] = made.id
        der = made.request.der
        _write(stage, f"{name}.csr", requests.text_of(made.request).encode())
        stage.opinions.append(lambda witness, der=der: witness.request(der))  # type: ignore[misc]


def _answer(stage: _Stage) -> None:
    for who, name in ((stage.sian, "sian"), (stage.gwen, "gwen")):
        facts = authority.issue(stage.sian, stage.files[f"{name}.csr"].read_bytes())
        answer = authority.answer(stage.sian, facts)
        _write(stage, f"{name}.pem", answer)
        finished = requests.finish(who, answer, (), Silent())
        _expect(finished.identity.id == stage.ids[name], "the answer found another key")
        _expect(not finished.findings, "the answer has findings")
    pilot = authority.state(stage.sian)
    digest = hashlib.sha256(pilot.root).digest()
    stage.gwen.book().trust("authority", digest, how="rehearsal")
    stage.restored.book().trust("authority", digest, how="rehearsal")


def _backup(stage: _Stage) -> None:
    path = stage.folder / "backup.p12"
    made = backups.make(stage.sian, path, stage.secret, Silent())
    found = backups.verify(stage.sian, path, stage.secret, Silent())
    _expect(found.sound and found.ids == made.ids and not found.missing, "the backup lacks keys")
    stage.files["backup"] = path
    keys = len(made.ids)
    stage.opinions.append(lambda witness: witness.backup(path, stage.secret, keys))


def _restore(stage: _Stage) -> None:
    data = stage.files["backup"].read_bytes()
    opened = backups.look(stage.restored, data, stage.secret, Silent())
    taken = backups.restore(stage.restored, opened, Silent(), forgets_accepted=True)
    _expect(taken.new == (stage.ids["sian"],), "the restored key is another one")
    again = backups.restore(
        stage.restored,
        backups.look(stage.restored, data, stage.secret, Silent()),
        Silent(),
        forgets_accepted=True,
    )
    _expect(not again.new, "restoring twice made new keys")
    one, other = stage.sian.book(), stage.restored.book()
    _expect(
        one.private_key(stage.ids["sian"]) == other.private_key(stage.ids["sian"]),
        "the restored key differs",
    )


def _store(stage: _Stage) -> None:
    kind = next((each for each in stage.sian.stores() if each.id == "nss"), None)
    reason = kind.unusable() if kind is not None else "no-such-kind"
    if kind is None or reason is not None:
        raise NotTried(part="nss", reason=reason)
    folder = stage.folder / "nss"
    kind.create(folder)
    store = f"nss:{folder}"
    done = installs.install(stage.sian, [stage.mine(stage.sian, "sian")], Silent(), store=store)
    if done.problem is not None:
        raise done.problem
    _expect(all(proof.holds for _, proof in done.stores[0].proved), "not proved")
    root = authority.state(stage.sian).root
    installs.add(stage.sian, [root], Which.AUTHORITIES, store=store)
    held = installs.listed(stage.sian, Which.MINE, store=store)
    _expect(len(held) == 1 and held[0][1].has_key, "the store lists something else")


def _note(stage: _Stage) -> None:
    """A mail to oneself: one RSA recipient, which every mail program can read."""
    text = f"Nodyn: {secrets.token_hex(8)}"
    written = letters.write(stage.sian, to=[], subject="Note", text=f"{text}\n")
    read = letters.read(stage.sian, written.eml)
    _expect(
        read.signature == "valid" and read.letter.decrypted and text in read.letter.text,
        f"the note was read as {read.signature}",
    )
    _judged_by_others(stage, written.eml, text)


def _judged_by_others(stage: _Stage, eml: bytes, text: str) -> None:
    root, me = authority.state(stage.sian).root, stage.mine(stage.sian, "sian")
    key, der = stage.sian.book().private_key(me.id), _person(stage, "sian").der
    stage.opinions.append(
        lambda witness: witness.mail(eml, key=key, certificate=der, roots=[root], text=text)
    )


def _mail(stage: _Stage) -> None:
    for who, other in ((stage.sian, "gwen"), (stage.gwen, "sian")):
        facts = _person(stage, other)
        people_adding.add(who, (), Silent(), pasted=facts.der)
    text = f"Dyma'r prawf: {secrets.token_hex(8)}"
    written = letters.write(stage.sian, to=[GWEN], subject="Rehearsal", text=f"{text}\n")
    _write(stage, "mail.eml", written.eml)
    for reader in (stage.gwen, stage.sian):
        read = letters.read(reader, written.eml)
        _expect(
            read.signature == "valid" and read.letter.decrypted and text in read.letter.text,
            f"the mail was read as {read.signature}",
        )
    _only_for_them(stage, written.eml)
    _judged_by_others(stage, written.eml, text)


def _reply(stage: _Stage) -> None:
    text = "Diolch"
    written = letters.write(stage.gwen, to=[SIAN], subject="Re: Rehearsal", text=f"{text}\n")
    read = letters.read(stage.sian, written.eml)
    _expect(
        read.signature == "valid" and text in read.letter.text,
        f"the answer was read as {read.signature}",
    )
    restored = letters.read(stage.restored, written.eml)
    _expect(restored.letter.decrypted, "the restored key did not open it")


def _status(stage: _Stage) -> None:
    found = {step.id: step.state for step in status.status(stage.sian).steps}
    wanted = ("certificate", "backup")
    _expect(all(found[each] is StepState.DONE for each in wanted), f"status says {found}")


_STEPS: tuple[tuple[str, Callable[[_Stage], None]], ...] = (
    ("authority", _authority),
    ("request", _request),
    ("answer", _answer),
    ("backup", _backup),
    ("restore", _restore),
    ("store", _store),
    ("note", _note),
    ("mail", _mail),
    ("reply", _reply),
    ("status", _status),
)


class NotTried(SelError):
    """A part that is not installed: named, and no failure. facts: part, reason"""

    code = "not-tried"


def _only_for_them(stage: _Stage, eml: bytes) -> None:
    """Somebody else's keys must not open it."""
    stranger = stage.services.scratch(stage.folder / "stranger", Secret(secrets.token_hex(16)))
    requests.make(
        stranger,
        Asked((f"nobody@{DOMAIN}",), "Nobody"),
        KeyKind.EC_P256,
        Silent(),
        forgets_accepted=True,
    )
    try:
        letters.read(stranger, eml)
    except NoKey:
        return
    raise RehearsalFailed(step="mail", detail="a stranger opened it")


def _person(stage: _Stage, name: str) -> CertificateFacts:
    who = stage.sian if name == "sian" else stage.gwen
    facts = stage.mine(who, name).certificate
    if facts is None:
        raise RehearsalFailed(step="answer", detail="no certificate")
    return facts


def _expect(holds: bool, otherwise: str) -> None:
    if not holds:
        raise RehearsalFailed(step="", detail=otherwise)


def _write(stage: _Stage, name: str, data: bytes) -> None:
    path = stage.folder / name
    stage.services.outputs.write(path, data, replace=True)
    stage.files[name] = path
