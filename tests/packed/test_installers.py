"""Both installers offer the same and steal nothing; the programs say what they are."""

from __future__ import annotations

import re
import struct
from xml.etree import ElementTree

from sel import __version__
from tests.packed.scripts import INSTALLER, script

ENDINGS = {".p12", ".pfx", ".p7b", ".cer", ".p7m", ".vcf"}
offers = script("windows/offers.py")
packing = script("packing.py")
WIX = "{http://schemas.microsoft.com/wix/2006/wi}"


def registry() -> list[dict[str, str]]:
    text = (INSTALLER / "windows" / "product.wxs").read_text("utf-8")
    whole = ElementTree.fromstring(text.replace("@KINDS@", "\n".join(offers.lines())))
    return [each.attrib for each in whole.iter(f"{WIX}RegistryValue")]


def test_both_installers_offer_every_kind_of_file() -> None:
    assert set(offers.endings()) == ENDINGS
    assert set(offers.endings().values()) == set(offers.kinds())
    offered = {each["Key"].split("\\")[2] for each in registry() if "OpenWith" in each["Key"]}
    assert offered == ENDINGS


def test_nothing_is_stolen() -> None:
    """The value of `.p12` itself would be what opens it; only its list of offers is written."""
    for each in registry():
        assert not re.fullmatch(r"Software\\Classes\\\.\w+", each["Key"])
    setup = (INSTALLER / "windows" / "setup.nsi").read_text("utf-8")
    written = re.findall(r'Write\w+ HKCU "([^"]+)"', setup)
    assert r"${CLASSES}\${ENDING}\OpenWithProgids" in written
    assert r"${CLASSES}\${ENDING}" not in written
    assert not [key for key in written if "UserChoice" in key]


def test_what_is_put_into_the_registry_is_taken_out() -> None:
    setup = (INSTALLER / "windows" / "setup.nsi").read_text("utf-8")
    for program in offers.kinds():
        assert rf'DeleteRegKey HKCU "${{CLASSES}}\{program}"' in setup


def test_setup_speaks_both_languages() -> None:
    setup = (INSTALLER / "windows" / "setup.nsi").read_text("utf-8")
    words = (INSTALLER / "windows" / "words.nsh").read_text("utf-8")
    said = {
        name: (english, welsh)
        for name, english, welsh in re.findall(r'SAY (\w+) \\?\s*"([^"]+)" \\?\s*"([^"]+)"', words)
    }
    own = set(re.findall(r"\$\((\w+)\)", setup))
    assert own == set(said)
    assert all(english != welsh for english, welsh in said.values())


def test_the_manifest_asks_for_no_rights_and_knows_screens_paths_and_letters() -> None:
    manifest = ElementTree.fromstring(packing.WINDOWS_MANIFEST.encode())
    said = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in manifest.iter()}
    assert said["dpiAwareness"] == "PerMonitorV2"
    assert said["longPathAware"] == "true"
    assert said["activeCodePage"] == "UTF-8"
    level = next(each for each in manifest.iter() if each.tag.endswith("requestedExecutionLevel"))
    assert level.attrib == {"level": "asInvoker", "uiAccess": "false"}


def test_windows_can_compare_versions() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_icon_has_every_size(qapp: object) -> None:
    data = script("icon.py").ico()
    _, kind, count = struct.unpack("<HHH", data[:6])
    assert kind == 1
    sides = []
    for number in range(count):
        side, _, _, _, planes, bits, size, place = struct.unpack(
            "<BBBBHHII", data[6 + 16 * number : 22 + 16 * number]
        )
        image = data[place : place + size]
        assert len(image) == size
        assert (planes, bits) == (1, 32)
        assert image.startswith(b"\x89PNG") if side == 0 else image.startswith(b"\x28\0\0\0")
        sides.append(side or 256)
    assert sides == [16, 20, 24, 32, 40, 48, 64, 256]


def test_what_is_packed_is_what_is_tested() -> None:
    requirements = INSTALLER.parent / "requirements"
    pins = [
        dict(re.findall(r"^([\w.-]+)==(\S+)", (requirements / name).read_text("utf-8"), re.M))
        for name in ("run.txt", "build-app.txt")
    ]
    run, packed = pins
    assert run.items() <= packed.items()
    added = set(packed) - set(run)
    assert "pyinstaller" in added
    assert added <= {
        "altgraph", "macholib", "packaging", "pefile", "pyinstaller",
        "pyinstaller-hooks-contrib", "setuptools",
    }  # fmt: skip
