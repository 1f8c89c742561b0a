"""The same values from a registry, from managed preferences and from files: the same policy."""

from __future__ import annotations

import json
import plistlib
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sel.base.errors import NotFound, PolicyBroken, Unreadable
from sel.core.policy import Policy
from sel.core.policy.merging import merged
from sel.core.policy.reading import Given
from sel.core.policy.schema import BY_KEY, SETTINGS, Form
from sel.policies import sources
from sel.policies.file import FilePolicy, MachinePolicy
from sel.policies.managed import DOMAIN, ManagedPolicy, from_plist
from sel.policies.registry import RegistryPolicy, entries
from tests.policies.every_value import held, written

Read = Callable[[dict[str, Any], Path], tuple[Given, ...]]
KINDS = {Form.FLAG: 4, Form.NUMBER: 4, Form.CHOICE: 1, Form.TEXT: 1, Form.LIST: 7}


def registry(values: dict[str, Any], _folder: Path) -> tuple[Given, ...]:
    def read(hive: str) -> list[tuple[str, int, object]] | None:
        if hive == "HKCU":
            return None
        return [
            (name.upper() if name == "pilot" else name, _kind(name), _plain(value))
            for name, value in values.items()
        ]

    return tuple(RegistryPolicy(read).given())


def _kind(name: str) -> int:
    return KINDS[BY_KEY[name].form] if name in BY_KEY else 1


def _plain(value: object) -> object:
    return int(value) if isinstance(value, bool) else value


class Door:
    """CFPreferences as far as they are asked: what is forced, and what a person wrote."""

    def __init__(self, forced: dict[str, Any], own: dict[str, Any] | None = None) -> None:
        self._forced, self._all = forced, (own or {}) | forced

    def CFPreferencesCopyAppValue(self, key: str, domain: str) -> object:
        assert domain == DOMAIN
        value = self._all.get(key)
        return tuple(value) if isinstance(value, list) else value  # an NSArray is no list

    def CFPreferencesAppValueIsForced(self, key: str, domain: str) -> bool:
        assert domain == DOMAIN
        return key in self._forced


def managed(values: dict[str, Any], folder: Path) -> tuple[Given, ...]:
    # Through a real property list, as a profile brings it.
    data = plistlib.dumps(values | {"PayloadUUID": "x"})
    (folder / f"{DOMAIN}.plist").write_bytes(data)
    forced = dict(from_plist(data, origin="x"))
    return tuple(ManagedPolicy(lambda: Door(forced), folder).given())


def machine_file(values: dict[str, Any], folder: Path) -> tuple[Given, ...]:
    path = folder / "policy.json"
    path.write_text(json.dumps({"version": 1, **values}), "utf-8")
    return tuple(MachinePolicy(path).given())


PLACES = pytest.mark.parametrize("read", [registry, managed, machine_file])


def test_there_is_a_value_for_every_setting_and_a_field() -> None:
    names = {each.name for each in fields(Policy)}
    besides = {"unknown", "ignored", "origin", "origins", "file"}
    assert {each.key for each in SETTINGS} == set(written()) == names - besides
    assert all(held()[each.key] != each.default for each in SETTINGS)


@PLACES
def test_every_value_arrives(read: Read, tmp_path: Path) -> None:
    policy = merged(read(written(), tmp_path))
    assert {key: getattr(policy, key) for key in held()} == held()
    assert {key for key, _ in policy.origins} == set(held())
    assert policy.unknown == ()


@PLACES
@pytest.mark.parametrize("key", list(written()))
def test_a_value_that_does_not_fit_is_named(read: Read, key: str, tmp_path: Path) -> None:
    wrong: Any = ["x"] if BY_KEY[key].form in {Form.CHOICE, Form.TEXT} else 7_000
    with pytest.raises(PolicyBroken) as caught:
        read({**written(), key: wrong}, tmp_path)
    assert caught.value.what.facts["field"] == key


@PLACES
def test_unknown_names_are_told(read: Read, tmp_path: Path) -> None:
    assert merged(read({"colour": "teal", "forgets": True}, tmp_path)).unknown == ("colour",)


@PLACES
def test_nothing_there_is_no_policy(read: Read, tmp_path: Path) -> None:
    assert merged(read({}, tmp_path)) in {
        Policy(), Policy(origin=str(tmp_path / "policy.json"))
    }  # fmt: skip


class TestRegistry:
    def test_the_machine_wins_over_the_person(self) -> None:
        hives = {"HKLM": [("key_kind", 1, "rsa-4096")],
                 "HKCU": [("key_kind", 1, "ec-p256"), ("forgets", 4, 1)]}  # fmt: skip
        policy = merged(RegistryPolicy(hives.get).given())
        assert (policy.key_kind, policy.forgets) == ("rsa-4096", True)
        assert policy.origin_of("key_kind") == r"HKLM\Software\Policies\Sel"
        assert policy.origin_of("forgets") == r"HKCU\Software\Policies\Sel"

    @pytest.mark.parametrize(
        "entry", [("pilot", 1, "0"), ("language", 4, 1), ("roots", 3, b"x"), ("pilot", 4, 2)]
    )
    def test_another_type_is_broken(self, entry: tuple[str, int, object]) -> None:
        with pytest.raises(PolicyBroken):
            RegistryPolicy({"HKLM": [entry]}.get).given()

    def test_a_key_that_cannot_be_read_is_broken(self) -> None:
        def denied(hive: str) -> None:
            raise PermissionError(5, "denied")

        with pytest.raises(PolicyBroken) as caught:
            RegistryPolicy(denied).given()
        assert caught.value.what.facts["origin"] == r"HKLM\Software\Policies\Sel"

    def test_one_line_is_a_list_too_and_expands(self) -> None:
        given = {"HKLM": [("backup_places", 2, r"H:\%USERNAME%"), ("stores", 1, "nss")]}
        policy = merged(RegistryPolicy(given.get).given())
        assert (policy.backup_places, policy.stores) == ((r"H:\%USERNAME%",), ("nss",))

    @pytest.mark.skipif("sys.platform == 'win32'")
    def test_elsewhere_there_is_none(self) -> None:
        assert entries("HKLM") is None


class TestManagedPreferences:
    def test_what_the_person_wrote_does_not_count(self, tmp_path: Path) -> None:
        door = Door({"forgets": True}, own={"pilot": False, "key_kind": "ec-p384"})
        policy = merged(ManagedPolicy(lambda: door, tmp_path).given())
        assert (policy.forgets, policy.pilot, policy.key_kind) == (True, True, None)

    def test_without_macos_words_nothing_is_assumed(self, tmp_path: Path) -> None:
        def missing() -> SimpleNamespace:
            raise ImportError

        with pytest.raises(PolicyBroken):
            ManagedPolicy(missing, tmp_path).given()

    @pytest.mark.parametrize("data", [b"<plist><dict>", b"bplist00\x00", b"rubbish",
                                      plistlib.dumps(["x"])])  # fmt: skip
    def test_a_broken_property_list_is_broken(self, data: bytes) -> None:
        with pytest.raises(PolicyBroken):
            from_plist(data, origin="x")


class TestFiles:
    def test_the_machines_may_be_absent_but_not_unreadable(self, tmp_path: Path) -> None:
        assert MachinePolicy(tmp_path / "none.json").given() == ()
        with pytest.raises(PolicyBroken):
            MachinePolicy(tmp_path).given()  # a folder

    def test_a_persons_own_has_to_be_there(self, tmp_path: Path) -> None:
        with pytest.raises(NotFound):
            FilePolicy(tmp_path / "none.json").given()
        with pytest.raises(Unreadable):
            FilePolicy(tmp_path).given()

    def test_a_huge_one_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "huge.json"
        with path.open("wb") as file:
            file.truncate(5 * 1024 * 1024)
        with pytest.raises(PolicyBroken):
            FilePolicy(path).given()

    def test_what_notepad_writes_first_is_no_fault(self, tmp_path: Path) -> None:
        path = tmp_path / "bom.json"
        path.write_text('{"version": 1, "forgets": true}', "utf-8-sig")
        assert merged(FilePolicy(path).given()).forgets


def test_each_system_has_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "own.json"

    def named(system: str) -> list[str]:
        return [each.id for each in sources(own, system=system)]

    monkeypatch.setattr("sel.policies.MACHINE", tmp_path / "machine.json")
    assert named("win32") == ["registry", "file"]
    assert named("darwin") == ["managed-preferences", "file"]
    assert named("linux") == ["file"]
    (tmp_path / "machine.json").symlink_to(tmp_path / "gone")  # there, and not to be read
    assert named("linux") == ["machine-file", "file"]
