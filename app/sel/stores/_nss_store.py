"""One opened NSS database; everything NSS does is done by a child process."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sel.base.errors import NoKey, StoreLocked, StoreUnavailable
from sel.base.secret import Secret
from sel.core import certificate
from sel.core.bundle import Bundle
from sel.places.lockfile import LockFile
from sel.ports.children import Child, Children
from sel.ports.store import Proof, Stored, Which
from sel.stores import _files
from sel.stores._nss_identity import identity, key_ids, named
from sel.stores._proof import prove
from sel.stores._sealed_key import bundle_of, new_password
from sel.stores._undo import Planned, Undo


class NssStore:
    """A database in a folder; implements `sel.ports.store.CertStore`.

    It is opened read-only. The first change takes copies and opens it again for writing; they go
    when what was installed is proved, and come back if anything fails. Not for several threads.

    shut  keeps the program whose profile this is from starting while we write; raises StoreInUse
          if it runs, and gives None where there is no such program
    """

    def __init__(
        self,
        children: Children,
        folder: Path,
        *,
        store: str,
        unlock: Secret | None,
        libraries: Sequence[str],
        shut: Callable[[], LockFile | None],
    ) -> None:
        self._children, self._folder, self._store = children, folder, store
        self._unlock, self._libraries, self._shut = unlock, tuple(libraries), shut
        self._child: Child | None = None
        self._undo: Undo | None = None
        self._door: LockFile | None = None
        self._writing = False
        self._to_prove: set[bytes] = set()
        self._failed: set[bytes] = set()
        _files.examine(folder, store)
        self._ask("list")

    def list(self, which: Which) -> Sequence[Stored]:
        """What is there; MINE are certificates with their key."""
        out = []
        for held in self._ask("list"):
            kind = Which.AUTHORITIES if held["authority"] else Which.PEOPLE
            kind = Which.MINE if held["key"] else kind
            digest = hashlib.sha256(held["der"]).digest()
            out.append(Stored(held["der"], digest, kind, held["key"], held["name"]))
        return tuple(each for each in out if each.which is which)

    def install(self, bundle: Bundle) -> None:
        """Put keys with certificates and their authorities in; twice is not an error.

        A key without certificate stays out: nothing could find it there. Of `bundle.others` the
        authorities go in, without any trust.
        Raises KeyMismatch, UnsupportedAlgorithm, and as `CertStore`; then nothing was changed.
        """
        identities = [identity(entry) for entry in bundle.entries if entry.certificate]
        if not identities:
            return
        others = [certificate.read(der) for der in bundle.others]
        chain = [named(facts) for facts in others if facts.is_ca]
        planned = Planned(
            frozenset(each["der"] for each in (*identities, *chain)),
            frozenset(hashlib.sha1(each["public"]).digest() for each in identities),  # noqa: S324
        )
        self._change(planned, "install", identities=identities, chain=chain)
        self._to_prove |= {hashlib.sha256(each["der"]).digest() for each in identities}

    def add(self, which: Which, der: bytes) -> None:
        """Add somebody's certificate, or an authority trusted for mail only.

        A person's gets no trust bits, as Thunderbird does it: its path decides, and what one
        person trusts by hand is Sêl's own fact. An authority keeps whatever trust it has.
        """
        facts = certificate.read(der)
        planned = Planned(frozenset({der}))
        if which is Which.AUTHORITIES:
            self._change(planned, "add_authority", certificate=named(facts))
        else:
            # NSS finds people by address; a nickname is for those who have none.
            person = {**named(facts), "name": None} if facts.emails else named(facts)
            self._change(planned, "add_person", certificate=person)
        self._settled()

    def remove(self, sha256: bytes) -> None:
        """Remove a certificate, with its key if no other certificate has that one, too."""
        der = self._der(sha256)
        if der is not None:
            keys = frozenset(key_ids(der))
            self._change(Planned(frozenset({der}), keys), "remove", der=der)
        self._to_prove.discard(sha256)
        self._settled()

    def archive(self, sha256: bytes, *, hidden: bool = True) -> bool:
        """NSS hides nothing; which certificate Thunderbird uses is its accounts' own setting."""
        return False

    def export(self, sha256: bytes) -> Bundle:
        """A certificate with its key. Raises NoKey, NotExportable for one that stays in there."""
        held = next((each for each in self.list(Which.MINE) if each.sha256 == sha256), None)
        if held is None:
            raise NoKey(what=sha256.hex()[:8])
        password = new_password()
        sealed = self._bytes(self._ask("export", der=held.der, password=password.encode("ascii")))
        if sealed is None:
            raise NoKey(what=sha256.hex()[:8])
        return bundle_of(sealed, password, held.der, held.name)

    def prove(self, sha256: bytes) -> Proof:
        """Sign and open with the key as the database holds it."""
        der = self._der(sha256)
        proof = Proof(False, False, "no-key") if der is None else prove(self, der)
        if proof.holds:
            self._to_prove.discard(sha256)
            self._failed.discard(sha256)
            self._settled()
        elif sha256 in self._to_prove:
            self._failed.add(sha256)
        return proof

    def close(self) -> None:
        """Let go. If something installed failed its proof, all is put back as it was.

        So it is before anything else is installed or added.
        """
        self._end_child()
        if self._undo is not None:
            undo, self._undo = self._undo, None
            try:
                if self._failed:
                    undo.put_back()
            finally:
                undo.finish()
        self._let_go()

    def sign(self, der: bytes, challenge: bytes) -> bytes | None:
        """For the proof."""
        return self._bytes(self._ask("sign", der=der, challenge=challenge))

    def decrypt(self, der: bytes, sealed: bytes) -> bytes | None:
        """For the proof."""
        return self._bytes(self._ask("decrypt", der=der, sealed=sealed))

    def agree(self, der: bytes, other: bytes) -> bytes | None:
        """For the proof."""
        return self._bytes(self._ask("agree", der=der, other=other))

    @staticmethod
    def _bytes(answer: object) -> bytes | None:
        return answer if isinstance(answer, bytes) else None

    def _der(self, sha256: bytes) -> bytes | None:
        ders: Sequence[bytes] = [held["der"] for held in self._ask("list")]
        return next((der for der in ders if hashlib.sha256(der).digest() == sha256), None)

    def _ask(self, verb: str, **arguments: Any) -> Any:
        if self._child is None:
            self._start()
        assert self._child is not None
        return self._child.call(verb, **arguments)

    def _start(self) -> None:
        child = self._children.start("nss")
        try:
            child.call(
                "open",
                folder=self._folder.as_posix(),
                store=self._store,
                password=None if self._unlock is None else self._unlock.reveal(),
                libraries=self._libraries,
                write=self._writing,
            )
        except BaseException:
            child.close()
            raise
        self._child = child

    def _end_child(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None

    def _change(self, planned: Planned, verb: str, **arguments: Any) -> None:
        """Do one change, whole or not at all."""
        self._get_ready()
        assert self._undo is not None
        if self._failed and verb != "remove":
            self._take_back(self._undo)
        self._undo.before(planned)
        try:
            try:
                self._ask(verb, **arguments)
            except StoreUnavailable:
                # NSS gives up on a locked file after two seconds and calls it a general error.
                _files.wait_until_free(self._folder, self._store)
                self._ask(verb, **arguments)
        except BaseException:
            self._take_back(self._undo)
            raise

    def _take_back(self, undo: Undo) -> None:
        self._end_child()
        self._to_prove.clear()
        self._failed.clear()
        undo.put_back()

    def _get_ready(self) -> None:
        """Become the one who writes."""
        if self._undo is not None:
            return
        undo = Undo.take(self._folder, self._store, patience=_files.BUSY_SECONDS)
        if undo is None:
            raise StoreLocked(store=self._store, detail="another Sêl is writing")
        self._end_child()
        try:
            self._door = self._shut()
            undo.begin()
            _files.wait_until_free(self._folder, self._store)
        except BaseException:
            undo.finish()
            self._let_go()
            raise
        self._undo, self._writing = undo, True

    def _let_go(self) -> None:
        if self._door is not None:
            self._door.release()
            self._door = None

    def _settled(self) -> None:
        """The copies go once nothing is left to be proved."""
        if self._undo is not None and not self._to_prove and not self._failed:
            self._undo.keep()
