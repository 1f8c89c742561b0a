"""The app for macOS, as far as another system can tell: property lists, words, the description."""

from __future__ import annotations

import plistlib
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from sel.policies import managed

ROOT = Path(__file__).parents[2]
HERE = ROOT / "installer" / "macos"
sys.path.append(str(HERE))

import info  # noqa: E402


@pytest.fixture
def shape(tmp_path: Path) -> dict[str, Any]:
    """Through a property list and back, as macOS reads it."""
    out = tmp_path / "Info.plist"
    assert info.main([str(out), "1.2.3"]) == 0
    return plistlib.loads(out.read_bytes())


def test_the_app_and_its_settings_have_one_name(shape: dict[str, Any]) -> None:
    assert shape["CFBundleIdentifier"] == managed.DOMAIN
    assert (shape["CFBundleShortVersionString"], shape["CFBundleVersion"]) == ("1.2.3", "1.2.3")
    assert shape["CFBundleLocalizations"] == ["en", "cy"]


def test_files_are_offered_for_and_never_taken(shape: dict[str, Any]) -> None:
    kinds = shape["CFBundleDocumentTypes"]
    assert {each["LSHandlerRank"] for each in kinds} == {"Alternate"}
    endings = [ending for each in kinds for ending in each["CFBundleTypeExtensions"]]
    assert len(endings) == len(set(endings))
    setup = (ROOT / "installer" / "windows" / "setup.nsi").read_text("utf-8")
    on_windows = set(re.findall(r'!insertmacro \$\{DO\} "\.(\w+)"', setup))
    assert on_windows
    assert on_windows <= set(endings)


def test_a_kind_that_apple_does_not_know_is_declared(shape: dict[str, Any]) -> None:
    own = {
        kind
        for each in shape["CFBundleDocumentTypes"]
        for kind in each["LSItemContentTypes"]
        if kind.startswith(shape["CFBundleIdentifier"])
    }
    declared = {each["UTTypeIdentifier"] for each in shape["UTImportedTypeDeclarations"]}
    assert own == declared


def test_each_wish_is_explained_in_both_languages(shape: dict[str, Any]) -> None:
    english, welsh = info.texts("en"), info.texts("cy")
    assert set(english) == set(welsh) >= {"NSRemovableVolumesUsageDescription"}
    assert all(english[name] != welsh[name] for name in english)
    assert {name for name in shape if name.endswith("UsageDescription")} == set(english)
    for language in info.LANGUAGES:  # nothing in the file that would not be read
        strings = (HERE / f"{language}.lproj" / "InfoPlist.strings").read_text("utf-8")
        assert len(strings.splitlines()) == len(english)


def test_the_hardened_runtime_gives_up_one_thing() -> None:
    entitlements = plistlib.loads((HERE / "entitlements.plist").read_bytes())
    assert entitlements == {"com.apple.security.cs.allow-unsigned-executable-memory": True}


def test_the_script_is_one_and_says_where_it_cannot_run() -> None:
    assert subprocess.run(["bash", "-n", HERE / "build.sh"], check=False).returncode == 0
    if sys.platform != "darwin":
        done = subprocess.run([HERE / "build.sh"], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (69, "macos: this is no Mac\n")


def test_the_description_makes_an_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """sel.spec is run as PyInstaller would on a Mac, with PyInstaller's own parts replaced."""
    made: dict[str, Any] = {}

    def bundle(packed: object, **named: Any) -> None:
        made.update(named, packed=packed)

    def programs(*parts: object, **named: Any) -> SimpleNamespace:
        return SimpleNamespace(parts=parts, **named)

    hooks = ModuleType("PyInstaller.utils.hooks")
    hooks.collect_submodules = lambda name: [f"{name}.__main__"]  # type: ignore[attr-defined]
    for name in ("PyInstaller", "PyInstaller.utils"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "PyInstaller.utils.hooks", hooks)
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setenv("SEL_VERSION", "1.2.3")
    spec = ROOT / "installer" / "sel.spec"
    analysed = SimpleNamespace(pure=[], scripts=[], binaries=[], datas=[])
    words = {
        "SPECPATH": str(spec.parent),
        "DISTPATH": "dist",
        "Analysis": lambda *_parts, **_named: analysed,
        "PYZ": lambda _pure: None,
        "EXE": programs,
        "COLLECT": programs,
        "BUNDLE": bundle,
    }
    exec(compile(spec.read_text("utf-8"), str(spec), "exec"), words)
    assert made["name"] == "Sel.app"
    assert made["bundle_identifier"] == managed.DOMAIN
    assert made["info_plist"] == info.info("1.2.3")
    names = [each.name for each in made["packed"].parts[:2]]
    assert names == ["Sel", "sel-cli"]
    assert [each.console for each in made["packed"].parts[:2]] == [False, True]
    assert made["info_plist"]["CFBundleExecutable"] in names
