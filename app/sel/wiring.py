"""The only file that names concrete adapters. It builds Services; nothing is opened before use."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from sel.base.secret import Secret
from sel.ports.services import Services

if TYPE_CHECKING:
    from sel.base.spread import Answers
    from sel.core.policy import Policy
    from sel.ports.book import Book
    from sel.ports.children import Children, Handler
    from sel.ports.clients import MailProgram
    from sel.ports.delivery import Open
    from sel.ports.directories import Directories
    from sel.ports.enrolment import AuthorityProfile
    from sel.ports.fetch import Fetch, Fetched
    from sel.ports.partner_checks import PartnerChecks
    from sel.ports.preferences import Preferences
    from sel.ports.store import StoreKind, TrustAnchors
    from sel.ports.surroundings import Witness
    from sel.text.speaker import Speaker


class SystemClock:
    """The computer's own time."""

    def now(self) -> datetime:
        """Aware, UTC."""
        return datetime.now(UTC)


T = TypeVar("T")
R = TypeVar("R")


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Make a thing at its first use and keep it; the window asks from several threads at once."""
    from _thread import RLock  # as functools has it: `threading` brings much that is not used

    lock, made = RLock(), list[T]()

    def get() -> T:
        with lock:
            if not made:
                made.append(make())
            return made[0]

    return get


def build(
    data: Path | None,
    unlock: Callable[[], Secret | None],
    network: bool,
    hidden: Sequence[str],
    policy: Path | None = None,
    typed: Callable[[bool], Secret | None] | None = None,
) -> Services:
    """The services of one run.

    data     Sêl's own folder, None for the platform's place
    unlock   gives the passphrase of Sêl's own keys, if the person named one
    network  whether anything may leave this machine: questions for revocation, and to directories
    hidden   environment variables that children must not see
    typed    asks the person for that passphrase, where one sits at a terminal; told whether the
             one before was wrong
    policy   the person's own file with managed settings; what the machine's administrator
             decided is read in any case. Raises PolicyBroken, NotFound, Unreadable.
    """
    from sel.keeping.folder import default_folder

    managed = _managed(policy)
    return _services(
        data or default_folder(),
        unlock,
        keyring="system",
        hidden=hidden,
        policy=managed,
        typed=typed,
        network=network and managed.network,
    )


def _managed(own: Path | None) -> Policy:
    """What holds on this computer. Raises PolicyBroken, NotFound, Unreadable."""
    from sel.core.policy import Policy
    from sel.policies import sources

    found = [given for source in sources(own) for given in source.given()]
    if not found:
        return Policy()
    from sel.core.policy.merging import merged

    policy = merged(found)
    _profiles_of(policy)
    return policy


def _profiles_of(policy: Policy) -> Sequence[AuthorityProfile]:
    """The authorities that policy describes. Raises PolicyBroken for one that does not fit."""
    if not policy.authorities:
        return ()
    from sel.base.errors import Damaged, PolicyBroken
    from sel.enrol.profiles import read

    try:
        return tuple(map(read, policy.authorities))
    except Damaged as problem:
        origin = policy.origin_of("authorities") or ""
        raise PolicyBroken(origin=origin, field="authorities", detail=problem.detail) from problem


def _services(
    folder: Path,
    unlock: Callable[[], Secret | None],
    *,
    keyring: Literal["system"] | None,
    hidden: Sequence[str],
    policy: Policy,
    only: Sequence[str] | None = None,
    typed: Callable[[bool], Secret | None] | None = None,
    network: bool = False,
) -> Services:
    from sel.keeping.outputs import FileOutputs
    from sel.keeping.reading import FileInputs

    clock = SystemClock()

    @once
    def book() -> Book:
        from sel.keeping.book import open_book

        return open_book(
            folder,
            unlock=unlock,
            keyring=keyring,
            clock=clock,
            typed=typed or (lambda _again: None),
            closed_by=policy.own_keys,
        )

    @once
    def children() -> Children:
        from sel.workers.children import OwnChildren

        return OwnChildren(without=hidden)

    @once
    def stores() -> Sequence[StoreKind]:
        from sel.stores import kinds

        found = kinds(
            children(),
            windows_capi=policy.windows_capi,
            windows_exportable=policy.windows_exportable,
        )
        if only is None and policy.stores is not None:
            from sel.policies.stores import ForbiddenKind

            return tuple(
                kind if kind.id in policy.stores else ForbiddenKind(kind) for kind in found
            )
        return found if only is None else tuple(kind for kind in found if kind.id in only)

    @once
    def anchors() -> TrustAnchors:
        from sel.stores import anchors as mail_anchors

        return mail_anchors(children())

    @once
    def witnesses() -> Sequence[Witness]:
        from sel.witnesses import WITNESSES

        return WITNESSES

    @once
    def preferences() -> Preferences:
        from sel.keeping.preferences import FilePreferences

        return FilePreferences(folder)

    @once
    def forgets() -> str | None:
        from sel.places.profile import forgets as reason

        return "named-by-policy" if policy.forgets else reason()

    def profiles() -> Sequence[AuthorityProfile]:
        from sel.enrol import profiles as built_in
        from sel.flows import packs

        named = (*_profiles_of(policy), *map(read_profile, packs.profiles(services)), *built_in())
        known: dict[str, AuthorityProfile] = {}
        for each in named:
            known.setdefault(each.id, each)
        return tuple(known.values())

    def read_profile(data: bytes) -> AuthorityProfile:
        from sel.enrol.profiles import read

        return read(data)

    @once
    def fetch() -> Fetch | None:
        from sel.net import HttpFetch

        return HttpFetch() if network else None

    @once
    def directories() -> Directories | None:
        from sel.net.directories import LdapDirectories

        return LdapDirectories() if network else None

    def delivery() -> Open | None:
        from sel.net.delivery import open_line

        return open_line if network else None

    @once
    def partner_checks() -> PartnerChecks:
        from sel.keeping.partner_checks import FilePartnerChecks

        return FilePartnerChecks(folder)

    @once
    def fetched() -> Fetched | None:
        from sel.net import KeptFiles

        return KeptFiles(folder / "fetched")

    def mail_programs() -> Sequence[MailProgram]:
        from sel.clients import programs

        return programs() if only is None else ()

    def copies() -> Sequence[Path]:
        from sel.places.thunderbird import copies as beside_profiles

        return beside_profiles() if only is None else ()

    def scratch(place: Path, passphrase: Secret) -> Services:
        # A rehearsal never touches a keyring, a profile or a system store: only NSS folders that
        # are named, and they lie inside the scratch folder.
        # What the organisation decided is about real keys, stores and places.
        from sel.core.policy import Policy

        return _services(
            place, lambda: passphrase, keyring=None, hidden=hidden, policy=Policy(), only=("nss",)
        )

    services = Services(
        data=folder,
        policy=policy,
        clock=clock,
        book=book,
        stores=stores,
        anchors=anchors,
        children=children,
        witnesses=witnesses,
        inputs=FileInputs(),
        outputs=FileOutputs(),
        preferences=preferences,
        forgets=forgets,
        profiles=profiles,
        read_profile=read_profile,
        scratch=scratch,
        spread=_spread,
        abreast=_abreast,
        fetch=fetch,
        fetched=fetched,
        directories=directories,
        delivery=delivery,
        partner_checks=partner_checks,
        mail_programs=mail_programs,
        copies=copies,
    )
    return services


def _spread(work: Callable[[T], R], things: Sequence[T], /) -> Answers[R]:
    from sel.workers.threads import OverProcessors

    return OverProcessors(work, things)


def _abreast(work: Callable[[T], R], things: Sequence[T], /) -> Answers[R]:
    from sel.workers.threads import Abreast

    return Abreast(work, things)


def child(name: str) -> int:
    """Be a child process of our own program (hidden `--child NAME`)."""
    from sel.workers.child_side import child_main

    return child_main(name, {"nss": _nss, "inspect": _inspect, "people": _people})


def _nss() -> Handler:
    from sel.stores._nss_child import handler

    return handler()


def _inspect() -> Handler:
    from sel.cli.inspecting_child import handler

    def services(data: str, unlock: Secret | None, policy: str | None) -> Services:
        return build(Path(data), lambda: unlock, False, (), _path(policy))

    return handler(services)


def _people() -> Handler:
    from sel.flows.people_child import handler
    from sel.keeping.reading import FileInputs

    return handler(FileInputs())


def speaker(given: Sequence[str]) -> Speaker:
    """The language of messages: --lang, the person's choice, the organisation's, the system's."""
    from sel.text.speaker import Speaker

    own = _path(_value(given, "--policy"))
    return Speaker(language(_value(given, "--lang"), _folder(given), own))


def language(wanted: str | None, folder: Path, policy: Path | None = None) -> str:
    """ "en" or "cy". policy: the person's own file, asked where nobody has chosen."""
    if wanted in {"en", "cy"}:
        return str(wanted)
    chosen = None
    if (folder / "preferences.json").exists():
        from sel.keeping.preferences import FilePreferences

        chosen = FilePreferences(folder).read().language
    if chosen in {"en", "cy"}:
        return str(chosen)
    return _managed_language(policy) or system_language()


def _managed_language(own: Path | None) -> str | None:
    """What policy presets; None also where it is broken, which is told once there are words."""
    from sel.base.errors import SelError

    try:
        return _managed(own).language
    except SelError:
        return None


def system_language() -> str:
    """What the system speaks: Welsh if it says so, else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable, "")
        if value:
            return "cy" if value.lower().startswith("cy") else "en"
    if sys.platform == "win32":
        import ctypes

        # LANG_WELSH is 0x52 (Microsoft, Language Identifier Constants).
        return "cy" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x52 else "en"
    return "en"


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """What the window is started with.

    language  None lets the window choose and ask
    file      a file that was double-clicked, or None
    """

    services: Services
    language: str | None
    file: Path | None


def window_options(given: Sequence[str], typed: Callable[[], Secret | None]) -> WindowOptions:
    """Read the few options the window takes.

    typed  gives the passphrase of Sêl's own keys once the person typed it in the window
    Raises PolicyBroken, NotFound, Unreadable, PassphraseUnreadable, VariableUnset.
    """
    from argparse import Namespace

    from sel.cli.passphrases import Passphrases
    from sel.text.speaker import Speaker

    arguments = Namespace(
        unlock_file=_path(_value(given, "--unlock-file")),
        unlock_fd=_value(given, "--unlock-fd"),
        unlock_env=_value(given, "--unlock-env"),
    )
    wanted = _value(given, "--lang")
    passphrases = Passphrases(arguments, Speaker("en"), prompting=False)
    hidden = [arguments.unlock_env] if arguments.unlock_env else []
    services = build(
        _path(_value(given, "--data")),
        lambda: typed() or passphrases.given("unlock"),
        "--no-network" not in given,
        hidden,
        _path(_value(given, "--policy")),
    )
    return WindowOptions(services, wanted, _path(_value(given, "--open")))


def _folder(given: Sequence[str]) -> Path:
    from sel.keeping.folder import default_folder

    return _path(_value(given, "--data")) or default_folder()


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _value(given: Sequence[str], option: str) -> str | None:
    for place, each in enumerate(given):
        if each == option and place + 1 < len(given):
            return given[place + 1]
        if each.startswith(f"{option}="):
            return each.partition("=")[2]
    return None
