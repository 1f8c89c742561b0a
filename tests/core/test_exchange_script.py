"""The script for Exchange Online, read by a real grammar: no domain leaves its string."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import tree_sitter
import tree_sitter_powershell
from hypothesis import given
from hypothesis import strategies as some

from sel.base.errors import BadDomain
from sel.base.resources import resource
from sel.core.delivery.changing import HostKept, Kept
from sel.core.delivery.exchange import Enforced, Wanted, script, tls_domain
from sel.core.delivery.judged import Verdict

TEMPLATE = resource("partners", "enforce-tls.ps1").read_text("utf-8")
DAY = date(2026, 11, 24)
LONG = ".".join(["a" * 60] * 4)


PLAIN = Wanted()


def made(*partners: Enforced, wanted: Wanted = PLAIN) -> str:
    return script(TEMPLATE, partners, wanted, DAY).decode("utf-8-sig").replace("\r\n", "\n")


def nodes(text: str) -> Iterator[tree_sitter.Node]:
    language = tree_sitter.Language(tree_sitter_powershell.language())
    tree = tree_sitter.Parser(language).parse(text.encode())
    left = [tree.root_node]
    while left:
        node = left.pop()
        yield node
        left.extend(node.children)


def strings(text: str) -> list[str]:
    """All single-quoted strings, without their quotes."""
    return [
        node.text.decode()[1:-1]
        for node in nodes(text)
        if node.type == "verbatim_string_characters" and node.text is not None
    ]


def commands(text: str) -> set[str]:
    return {
        node.text.decode()
        for node in nodes(text)
        if node.type == "command_name" and node.text is not None
    }


EXCHANGE = {
    f"{verb}-{noun}"
    for verb in ("Get", "New", "Set", "Remove")
    for noun in ("OutboundConnector", "InboundConnector", "TransportRule")
} | {"Enable-TransportRule"}


def test_the_grammar_reads_it_and_each_domain_is_one_string() -> None:
    domains = ("gov.wales", "xn--mnchen-3ya.example", LONG)
    text = made(*map(Enforced, domains))
    assert [node for node in nodes(text) if node.is_error or node.is_missing] == []
    found = strings(text)
    for each in domains:
        assert found.count(each) == 1
        assert text.count(each) == 1


def test_the_grammar_would_see_a_fault() -> None:
    broken = made(Enforced("gov.wales")).replace("'gov.wales'", "'gov.wales")
    assert any(node.is_error or node.is_missing for node in nodes(broken))


def test_what_it_calls_is_what_it_asks_for_first() -> None:
    text = made(Enforced("gov.wales"))
    called = commands(text)
    assert called >= EXCHANGE
    assert set(strings(text)) >= EXCHANGE
    assert {each for each in called if "-" in each} - EXCHANGE <= {
        "Get-Command",
        "Where-Object",
        "Write-Warning",
        "Out-Null",
        "Set-StrictMode",
        "Get-PartnerName",
        "Test-Named",
        "Test-Ours",
    }


def test_nothing_is_changed_without_being_asked() -> None:
    """Every command that changes something stands inside a question to ShouldProcess."""
    for node in nodes(made(Enforced("gov.wales"))):
        if node.type != "command_name" or node.text is None:
            continue
        name = node.text.decode()
        if name not in EXCHANGE or name.startswith("Get-"):
            continue
        around, guards = node.parent, 0
        while around is not None:
            if around.type in {"if_statement", "elseif_clause"} and around.text is not None:
                guards += b"ShouldProcess($name" in around.text
            around = around.parent
        assert guards, name


def test_the_flags() -> None:
    plain = made(Enforced("gov.wales"))
    assert "$withSubdomains = $false\n$inboundToo = $false" in plain
    every = made(Enforced("gov.wales"), wanted=Wanted(subdomains=True, inbound=True))
    assert "$withSubdomains = $true\n$inboundToo = $true" in every


def test_the_form_that_windows_powershell_reads() -> None:
    data = script(TEMPLATE, (Enforced("gov.wales"),), Wanted(), DAY)
    assert data.startswith(b"\xef\xbb\xbf<#\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert "Sêl" in data.decode("utf-8-sig")


HOSTILE = [
    "a'; Remove-Item C:\\ -Recurse; '.example",
    "a\u2019.example",
    "a\u2018; calc; \u2018.example",
    "a\u201a\u201b.example",
    "$(calc).example",
    "a`n.example",
    "a\n.example",
    "gov.wales\n",
    "gov.wales'",
    "@PARTNERS@.example",
    "#>.example",
    "*.example.com",
    "münchen.example",
    "GOV.wales",
    "gov.wales.",
    "gov",
    "",
    "-a.example",
    "a..example",
    "a" * 64 + ".example",
    "1.2.3.4\x00.example",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_names_are_refused(hostile: str) -> None:
    with pytest.raises(BadDomain):
        made(Enforced(hostile))
    if hostile and hostile != "*.example.com":
        with pytest.raises(BadDomain):
            made(Enforced("gov.wales", hostile))


NAMES = some.text(max_size=30) | some.text("abz09-.'*$@", max_size=20)


@given(NAMES, NAMES)
def test_whatever_is_given_it_is_refused_or_one_string(domain: str, server: str) -> None:
    try:
        text = made(Enforced(domain, server))
    except BadDomain:
        return
    found = strings(text)
    assert domain in found
    assert server in found
    assert not any(node.is_error for node in nodes(text))


# --- what a connector may insist on ---------------------------------------------------------


def _kept(*hosts: str, domain: str = "partner.example", proved: bool = True) -> Kept:
    return Kept(
        domain,
        datetime(2026, 11, 24, tzinfo=UTC),
        Verdict.GOOD,
        tuple(
            HostKept(each, 10, True, True, "TLSv1.3", "00", proved, True, "none") for each in hosts
        ),
        "",
    )


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        (None, ""),
        (_kept(), ""),
        (_kept("mx.elsewhere.example"), "mx.elsewhere.example"),
        (_kept("mx.elsewhere.example", proved=False), ""),
        (_kept("mx1.partner.example", "mx2.partner.example"), "*.partner.example"),
        (_kept("a.mail.partner.example", "b.mail.partner.example"), "*.mail.partner.example"),
        (_kept("a.eu.filter.example", "b.eu.filter.example"), ""),
        (_kept("a.uksouth.cloudapp.azure.example", "b.uksouth.cloudapp.azure.example"), ""),
        (_kept("a.otherpartner.example", "b.otherpartner.example"), ""),
        (_kept("a.above.example", "b.above.example", domain="partner.above.example"), ""),
        (_kept("a.co.uk", "b.co.uk"), ""),
        (_kept("a.filter.example", "b.filter.example"), ""),
        (_kept("mx.one.example", "mx.two.example"), ""),
        (_kept("under_score.example"), ""),
    ],
)
def test_what_a_connector_may_insist_on(kept: Kept | None, expected: str) -> None:
    assert tls_domain(kept) == expected
