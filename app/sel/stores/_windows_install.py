"""Putting identities into a system store, whole or not at all."""

from __future__ import annotations

from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass

from sel.stores import _windows_api as windows
from sel.stores._identity import Identity
from sel.stores._windows_api import WindowsApi, WindowsFailure
from sel.stores._windows_certificates import Certificate, KeyLink, created, delete, opened
from sel.stores._windows_import import into_capi, into_cng
from sel.stores._windows_keys import delete_key
from sel.stores._windows_proof import WindowsProof


@dataclass(frozen=True, slots=True)
class _Put:
    """What was put there, and what stood in its place: was_there, with which link."""

    der: bytes
    link: KeyLink
    was_there: bool
    link_before: KeyLink | None


class Installation:
    """What one installation did so far, so that it can be taken back. Raises WindowsFailure."""

    def __init__(
        self, api: WindowsApi, mine: str, *, capi: bool, exportable: bool, proof: WindowsProof
    ) -> None:
        self._api, self._mine, self._proof = api, mine, proof
        self._capi, self._exportable = capi, exportable
        self._put: list[_Put] = []

    def put(self, one: Identity) -> None:
        """Put key and certificate in, unless they are there and the key works.

        A key on a card, or one for which Windows asks leave, is taken for one that works.
        """
        link = self._link(one.facts.der)
        if link is not None and (
            not link.in_software
            or self._proof.would_ask(one.facts.der)
            or self._proof.of(one.facts.der).holds
        ):
            return
        with self._imported(one) as fresh:
            self._add(fresh, one, link)

    def take_back(self) -> None:
        """Make the store as it was, as far as Windows lets us."""
        for done in reversed(self._put):
            with suppress(WindowsFailure):
                delete(self._api, self._mine, done.der)
            with suppress(WindowsFailure):
                delete_key(self._api, done.link)
            if done.was_there:
                with suppress(WindowsFailure):
                    self._put_back(done)
        self._put.clear()

    def _add(self, fresh: Certificate, one: Identity, before: KeyLink | None) -> None:
        new = fresh.link
        assert new is not None
        if one.entry.friendly_name:
            fresh.set_name(one.entry.friendly_name)
        # Replaced in place, an entry may keep its old link; what goes here had no working key.
        was_there = delete(self._api, self._mine, one.facts.der)
        self._put.append(_Put(one.facts.der, new, was_there, before))
        self._write(fresh)

    def _imported(self, one: Identity) -> AbstractContextManager[Certificate]:
        is_rsa = one.facts.key.algorithm == "rsa"
        if self._capi and is_rsa:
            return into_capi(self._api, one.entry, exportable=self._exportable)
        return into_cng(self._api, one.entry, is_rsa=is_rsa, exportable=self._exportable)

    def _put_back(self, done: _Put) -> None:
        with created(self._api, done.der) as plain:
            if done.link_before is not None:
                plain.set_link(done.link_before)
            self._write(plain)

    def _write(self, certificate: Certificate) -> None:
        with opened(self._api, self._mine, write=True) as store:
            assert store is not None
            with store.put(certificate, windows.ADD_REPLACE_EXISTING):
                pass

    def _link(self, der: bytes) -> KeyLink | None:
        with opened(self._api, self._mine) as store:
            if store is None:
                return None
            with store.find(der) as held:
                return None if held is None else held.link
