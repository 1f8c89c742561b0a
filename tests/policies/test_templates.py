"""The templates: well-formed, complete in both languages, and writing what Sêl reads."""

from __future__ import annotations

import plistlib
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from sel.core.policy.merging import merged
from sel.core.policy.reading import from_values
from sel.core.policy.schema import BY_KEY, SETTINGS, Form
from sel.policies.managed import DOMAIN, from_plist
from sel.policies.registry import KEY, RegistryPolicy
from tests.policies.every_value import held, written

ROOT = Path(__file__).parents[2]
MADE = ROOT / "resources" / "policy"
sys.path.append(str(ROOT / "installer"))

SPACE = "{http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions}"
LANGUAGES = pytest.mark.parametrize("language", ["en-GB", "cy-GB"])
Element = ElementTree.Element


@cache
def admx() -> Element:
    return ElementTree.parse(MADE / "Sel.admx").getroot()


@cache
def adml(language: str) -> Element:
    return ElementTree.parse(MADE / language / "Sel.adml").getroot()


def every(tree: Element, name: str) -> list[Element]:
    return list(tree.iter(f"{SPACE}{name}"))


def children(element: Element) -> list[str]:
    return [each.tag.removeprefix(SPACE) for each in element]


def referred(kind: str) -> set[str]:
    text = (MADE / "Sel.admx").read_text("utf-8")
    return set(re.findall(rf"\$\({kind}\.(\w+)\)", text))


def test_nothing_is_stale() -> None:
    import policy

    assert policy.main(["check"]) == 0


class TestGroupPolicy:
    def test_there_is_a_policy_for_every_value(self) -> None:
        policies = every(admx(), "policy")
        assert [each.get("name") for each in policies] == [each.key for each in SETTINGS]
        assert {each.get("key") for each in policies} == {KEY}
        assert {each.get("class") for each in policies} == {"Both"}

    def test_elements_stand_in_the_order_of_the_schema(self) -> None:
        """PolicyDefinitionFiles.xsd: sequences, so another order is refused."""
        assert admx().tag == f"{SPACE}policyDefinitions"
        assert children(admx()) == [
            "policyNamespaces", "resources", "supportedOn", "categories", "policies"
        ]  # fmt: skip
        flag = ["parentCategory", "supportedOn", "enabledValue", "disabledValue"]
        other = ["parentCategory", "supportedOn", "elements"]
        for each in every(admx(), "policy"):
            is_flag = BY_KEY[str(each.get("name"))].form is Form.FLAG
            assert children(each) == (flag if is_flag else other)

    def test_what_is_referred_to_is_there(self) -> None:
        categories = {each.get("name") for each in every(admx(), "category")}
        versions = {each.get("name") for each in every(admx(), "definition")}
        assert {each.get("ref") for each in every(admx(), "parentCategory")} <= categories
        refs = [each.get("ref") for each in every(admx(), "supportedOn") if each.get("ref")]
        assert set(refs) <= versions

    @LANGUAGES
    def test_every_word_is_there_and_none_is_idle(self, language: str) -> None:
        strings = {each.get("id"): each.text for each in every(adml(language), "string")}
        assert set(strings) == referred("string")
        assert all(strings.values())
        shown = {each.get("id"): each for each in every(adml(language), "presentation")}
        assert set(shown) == referred("presentation")
        elements = {element.get("id") for each in every(admx(), "elements") for element in each}
        assert {field.get("refId") for each in shown.values() for field in each} == elements

    @LANGUAGES
    def test_words_stand_in_the_order_of_the_schema(self, language: str) -> None:
        assert adml(language).tag == f"{SPACE}policyDefinitionResources"
        assert children(adml(language)) == ["displayName", "description", "resources"]
        (resources,) = every(adml(language), "resources")
        assert children(resources) == ["stringTable", "presentationTable"]

    def test_the_languages_differ(self) -> None:
        english, welsh = (
            {each.get("id"): each.text for each in every(adml(language), "string")}
            for language in ("en-GB", "cy-GB")
        )
        same = {name for name in english if english[name] == welsh[name]}
        names = {"Sel", "since_0_1"}  # of programs and of versions
        assert same == names

    def test_what_the_editor_writes_is_what_is_read(self) -> None:
        hive = [_as_the_editor(each) for each in every(admx(), "policy")]
        policy = merged(RegistryPolicy({"HKLM": hive}.get).given())
        assert {key: getattr(policy, key) for key in held()} == held()

    def test_limits_are_those_of_the_schema(self) -> None:
        for each in every(admx(), "decimal"):
            if each.get("id"):
                setting = BY_KEY[str(each.get("id"))]
                limits = (int(str(each.get("minValue"))), int(str(each.get("maxValue"))))
                assert limits == (setting.least, setting.most)
        for each in every(admx(), "enum"):
            options = [str(value.text) for value in each.iter(f"{SPACE}string")]
            assert tuple(options) == BY_KEY[str(each.get("id"))].options


def _as_the_editor(policy: Element) -> tuple[str, int, object]:
    """The registry value that an administrator's choice becomes: name, type, data."""
    value: Any = written()[str(policy.get("name"))]
    elements = policy.find(f"{SPACE}elements")
    if elements is None:
        branch = policy.find(f"{SPACE}{'enabledValue' if value else 'disabledValue'}")
        assert branch is not None
        return str(policy.get("valueName")), 4, int(str(branch[0].get("value")))
    (element,) = elements
    kind = {"decimal": 4, "enum": 1, "text": 1, "multiText": 7}
    return (
        str(element.get("valueName")), kind[element.tag.removeprefix(SPACE)], value
    )  # fmt: skip


class TestProfile:
    @pytest.fixture
    def text(self) -> str:
        return (MADE / "sel.mobileconfig").read_text("utf-8")

    def test_untouched_it_sets_nothing(self, text: str) -> None:
        profile = plistlib.loads(text.encode())
        (payload,) = profile["PayloadContent"]
        assert payload["PayloadType"] == DOMAIN
        assert from_plist(plistlib.dumps(payload), origin="x") == {}
        for each in (profile, payload):
            assert {"PayloadIdentifier", "PayloadUUID", "PayloadVersion"} <= set(each)

    def test_without_its_comments_every_value_is_set(self, text: str) -> None:
        """What an administrator takes out of its comment is what Sêl reads."""
        open_text = re.sub(r"<!-- [^\n]*?(?: -->)?\n", "", text).replace("-->", "")
        (payload,) = plistlib.loads(open_text.encode())["PayloadContent"]
        values = dict(from_plist(plistlib.dumps(payload), origin="x"))
        assert set(values) == {each.key for each in SETTINGS}
        shortened = {"roots", "authorities"}  # too long for an example
        fit = {key: value for key, value in values.items() if key not in shortened}
        assert set(from_values(fit, origin="x", machine=True).values) == set(fit)

    def test_both_languages_stand_in_it(self, text: str) -> None:
        assert "Kind of new keys / Math o allweddi newydd" in text


def test_intune_names_the_path_that_windows_makes_of_the_categories() -> None:
    import policy_templates

    parents = {
        str(each.get("name")): str(each[0].get("ref"))
        for each in every(admx(), "category")
        if len(each)
    }
    for setting in SETTINGS:
        uri, example = policy_templates.intune(setting)
        path = f"{parents[setting.group]}~{setting.group}"
        assert uri.endswith(f"/Policy/Config/Sel~Policy~{path}/{setting.key}")
        wrapped = ElementTree.fromstring(f"<x>{example}</x>")
        data = wrapped.find("data")
        assert (data is None) is (setting.form is Form.FLAG)
        assert data is None or data.get("id") == setting.key
