"""Thunderbird profiles in memory: certificates, accounts, a password, and whether it runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sel.base.errors import StoreInUse, StoreLocked, StorePasswordWrong
from sel.base.secret import Secret
from sel.core import certificate
from sel.core.bundle import Bundle
from sel.ports.accounts import MailAccount
from sel.ports.services import Services
from sel.ports.store import StoreSpec, Which
from tests.contract.memory import MemoryStore
from tests.screens import people


class ProfileStore(MemoryStore):
    """Implements `sel.ports.accounts.KeepsAccounts`.

    runs  its program has it open: it is read, never written
    """

    def __init__(self, *addresses: str) -> None:
        super().__init__()
        self.runs = False
        self.password: str | None = None
        self._accounts = [
            MailAccount(f"id{n}", address, None, None, signs=False, encrypts=False, ours=False)
            for n, address in enumerate(addresses, 1)
        ]

    def install(self, bundle: Bundle) -> None:
        self._closed()
        super().install(bundle)

    def accounts(self) -> Sequence[MailAccount]:
        return tuple(self._accounts)

    def set_up(
        self, certificates: Sequence[bytes], *, always_encrypt: bool = False
    ) -> Sequence[MailAccount]:
        self._closed()
        done = []
        for held in self.list(Which.MINE):
            facts = certificate.read(held.der)
            for place, each in enumerate(self._accounts):
                if held.sha256 in certificates and facts.has_address(each.address):
                    self._accounts[place] = replace(
                        each, signing=held.sha256, encryption=held.sha256, signs=True,
                        encrypts=each.encrypts or always_encrypt, ours=True,
                    )  # fmt: skip
                    done.append(self._accounts[place])
        return done

    def take_back(self, sha256: bytes | None = None) -> Sequence[MailAccount]:
        self._closed()
        done = []
        for place, each in enumerate(self._accounts):
            if each.ours and sha256 in {None, each.signing}:
                self._accounts[place] = replace(
                    each, signing=None, encryption=None, signs=False, ours=False
                )
                done.append(self._accounts[place])
        return done

    def _closed(self) -> None:
        if self.runs:
            raise StoreInUse(store="Ysgol", program="Thunderbird")


class ProfileKind(people.MemoryKind):
    """Implements `sel.ports.accounts.OfProgram`, too."""

    def __init__(self, *names: str, addresses: Sequence[str] = (people.SIAN,)) -> None:
        super().__init__(*names)
        self.profiles = {spec.id: ProfileStore(*addresses) for spec in self.specs}

    def running(self, spec: StoreSpec) -> str | None:
        return "Thunderbird" if self.profiles[spec.id].runs else None

    def open(self, spec: StoreSpec, unlock: Secret | None) -> ProfileStore:
        profile = self.profiles[spec.id]
        if profile.password is not None:
            if unlock is None:
                raise StoreLocked(store=spec.label)
            if unlock != Secret(profile.password):
                raise StorePasswordWrong(store=spec.label)
        return profile


def with_profiles(
    services: Services, *names: str, addresses: Sequence[str] = (people.SIAN,)
) -> tuple[Services, dict[str, ProfileStore]]:
    """The same services with such profiles; and these, by name."""
    kind = ProfileKind(*names, addresses=addresses)
    beside = people.with_stores(services, *names)
    return replace(beside, stores=lambda: (kind,)), {
        spec.label: kind.profiles[spec.id] for spec in kind.specs
    }
