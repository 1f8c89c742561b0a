"""The templates that IT staff load: group policy (.admx, .adml) and a profile (.mobileconfig).

Everything in them comes from the schema in `sel.core.policy` and from the catalogue. The order of
elements is that of Microsoft's schema (PolicyDefinitionFiles.xsd) and of Apple's profile format.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from sel import __version__
from sel.core.policy.schema import SETTINGS, Form, Group, Setting
from sel.policies.managed import DOMAIN
from sel.policies.registry import KEY

NAMESPACE = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
SEPARATOR = "&#xF000;"
"""Between the lines of a list in Intune's form of a value (REG_MULTI_SZ)."""
_ROOT = "Sel"


@dataclass(frozen=True, slots=True)
class Words:
    """Titles and explanations of one language, by code; `product` is the name of the category."""

    language: str
    by_code: Mapping[str, str]
    product: str = "Sêl"

    def __getitem__(self, code: str) -> str:
        return self.by_code[code]


def admx() -> str:
    """The definitions: what there is to set, without any word a person reads."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<policyDefinitions xmlns="{NAMESPACE}" revision="1.0" schemaVersion="1.0">',
        "  <policyNamespaces>",
        '    <target prefix="sel" namespace="Sel.Policies"/>',
        "  </policyNamespaces>",
        '  <resources minRequiredRevision="1.0"/>',
        "  <supportedOn>",
        "    <definitions>",
        *(
            f'      <definition name="{each}" displayName="$(string.{each})"/>'
            for each in _versions()
        ),
        "    </definitions>",
        "  </supportedOn>",
        "  <categories>",
        f'    <category name="{_ROOT}" displayName="$(string.{_ROOT})"/>',
    ]
    for group in Group:
        lines += [
            f'    <category name="{group}" displayName="$(string.group_{group})">',
            f'      <parentCategory ref="{_ROOT}"/>',
            "    </category>",
        ]
    lines += ["  </categories>", "  <policies>"]
    for setting in SETTINGS:
        lines += [f"    {line}" for line in _policy(setting)]
    return "\n".join([*lines, "  </policies>", "</policyDefinitions>", ""])


def _policy(setting: Setting) -> Iterator[str]:
    key = setting.key
    flag = setting.form is Form.FLAG
    value = f' valueName="{key}"' if flag else f' presentation="$(presentation.{key})"'
    yield (
        f'<policy name="{key}" class="Both" displayName="$(string.{key})"'
        f' explainText="$(string.{key}_help)" key={quoteattr(KEY)}{value}>'
    )
    yield f'  <parentCategory ref="{setting.group}"/>'
    yield f'  <supportedOn ref="{_since(setting)}"/>'
    if flag:
        yield '  <enabledValue><decimal value="1"/></enabledValue>'
        yield '  <disabledValue><decimal value="0"/></disabledValue>'
    else:
        yield "  <elements>"
        yield from (f"    {line}" for line in _element(setting))
        yield "  </elements>"
    yield "</policy>"


def _element(setting: Setting) -> Iterator[str]:
    named = f'id="{setting.key}" valueName="{setting.key}" required="true"'
    match setting.form:
        case Form.NUMBER:
            yield f'<decimal {named} minValue="{setting.least}" maxValue="{setting.most}"/>'
        case Form.CHOICE:
            yield f"<enum {named}>"
            for option in setting.options:
                yield f'  <item displayName="$(string.{_option(setting, option)})">'
                yield f"    <value><string>{option}</string></value>"
                yield "  </item>"
            yield "</enum>"
        case Form.TEXT:
            yield f'<text {named} maxLength="300"/>'
        case _:
            yield f"<multiText {named}/>"


def adml(words: Words) -> str:
    """The words of one language."""
    strings = {_ROOT: words.product}
    strings |= {
        each: f"Sêl {each.removeprefix('since_').replace('_', '.')}" for each in _versions()
    }
    strings |= {f"group_{group}": words[f"policy-group.{group}"] for group in Group}
    for setting in SETTINGS:
        strings[setting.key] = words[f"rule.{setting.key}"]
        strings[f"{setting.key}_help"] = words[f"rule.{setting.key}.hint"]
        if setting.form is Form.CHOICE:
            for option in setting.options:
                code = f"rule.{setting.key}.{option}"
                strings[_option(setting, option)] = words[code]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<policyDefinitionResources xmlns="{NAMESPACE}" revision="1.0" schemaVersion="1.0">',
        f"  <displayName>{escape(words.product)}</displayName>",
        f"  <description>{escape(words.product)} {__version__}</description>",
        "  <resources>",
        "    <stringTable>",
        *(f'      <string id="{name}">{escape(text)}</string>' for name, text in strings.items()),
        "    </stringTable>",
        "    <presentationTable>",
    ]
    for setting in SETTINGS:
        if setting.form is not Form.FLAG:
            lines += [
                f'      <presentation id="{setting.key}">',
                f"        {_field(setting, escape(words[f'rule.{setting.key}']))}",
                "      </presentation>",
            ]
    lines += ["    </presentationTable>", "  </resources>", "</policyDefinitionResources>", ""]
    return "\n".join(lines)


def _field(setting: Setting, label: str) -> str:
    ref = f'refId="{setting.key}"'
    match setting.form:
        case Form.NUMBER:
            return (
                f'<decimalTextBox {ref} defaultValue="{setting.default}">{label}</decimalTextBox>'
            )
        case Form.CHOICE:
            return f'<dropdownList {ref} noSort="true">{label}</dropdownList>'
        case Form.TEXT:
            return f"<textBox {ref}><label>{label}</label></textBox>"
        case _:
            return f"<multiTextBox {ref}>{label}</multiTextBox>"


def _option(setting: Setting, option: str) -> str:
    return f"{setting.key}_{option.replace('-', '_')}"


def _since(setting: Setting) -> str:
    return f"since_{setting.since.replace('.', '_')}"


def _versions() -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_since, SETTINGS)))


def intune(setting: Setting) -> tuple[str, str]:
    """Where Intune puts a value once the .admx was taken in, and an example in its form."""
    uri = f"./Device/Vendor/MSFT/Policy/Config/Sel~Policy~{_ROOT}~{setting.group}/{setting.key}"
    if setting.form is Form.FLAG:
        return uri, "<enabled/>" if setting.example else "<disabled/>"
    example = setting.example
    lines = example if isinstance(example, list) else [example]
    value = SEPARATOR.join(escape(str(each), {'"': "&quot;"}) for each in lines)
    return uri, f'<enabled/><data id="{setting.key}" value="{value}"/>'


def mobileconfig(english: Words, welsh: Words) -> str:
    """A profile in which nothing is set: each value stands in a comment, with an example."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN"'
        ' "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
        '<plist version="1.0">',
        "<dict>",
        *_payload("Configuration", DOMAIN, english.product),
        "\t<key>PayloadScope</key>\n\t<string>System</string>",
        "\t<key>PayloadContent</key>",
        "\t<array>",
        "\t\t<dict>",
        *(f"\t{line}" for line in _payload(DOMAIN, f"{DOMAIN}.settings", english.product)),
        "",
        "\t\t\t<!-- Take a value out of its comment to set it. -->",
        "\t\t\t<!-- Tynnwch werth o'i sylw i'w osod. -->",
    ]
    for setting in SETTINGS:
        title, teitl = english[f"rule.{setting.key}"], welsh[f"rule.{setting.key}"]
        lines += [
            "",
            f"\t\t\t<!-- {escape(title)} / {escape(teitl)}",
            *(f"\t\t\t{line}" for line in _plist(setting)),
            "\t\t\t-->",
        ]
    return "\n".join([*lines, "\t\t</dict>", "\t</array>", "</dict>", "</plist>", ""])


def _payload(kind: str, identifier: str, name: str) -> Iterator[str]:
    values = {
        "PayloadType": kind,
        "PayloadIdentifier": identifier,
        "PayloadUUID": str(uuid.uuid5(uuid.NAMESPACE_DNS, identifier)).upper(),
        "PayloadDisplayName": name,
    }
    for key, value in values.items():
        yield f"\t<key>{key}</key>"
        yield f"\t<string>{escape(value)}</string>"
    yield "\t<key>PayloadVersion</key>"
    yield "\t<integer>1</integer>"


def _plist(setting: Setting) -> Iterator[str]:
    yield f"<key>{setting.key}</key>"
    example = setting.example
    match example:
        case bool():
            yield f"<{str(example).lower()}/>"
        case int():
            yield f"<integer>{example}</integer>"
        case list():
            yield "<array>"
            yield from (f"\t<string>{escape(str(each))}</string>" for each in example)
            yield "</array>"
        case _:
            yield f"<string>{escape(str(example))}</string>"
