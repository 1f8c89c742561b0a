"""Guides are read whole or refused: nothing of a file is lost on the way to a page."""

from __future__ import annotations

import json

import pytest

from sel.core.guides import (
    BadGuide,
    Drawing,
    Fact,
    Kind,
    LabelRef,
    Link,
    Paragraph,
    Points,
    Program,
    Topic,
    Words,
    name_of,
    ordered,
    read,
    read_labels,
)

FRONT = """---
program: outlook
topic: set-up
title: Set it up
ticks: yes
checked: no
sources: a book
---
"""
TEXT = """Before it: {address}.

## first | Do this

![A window](window)

Choose `outlook.file`,
then [that](#second).

> see: a page until {until}.

> else: [the others](outlook-messages).

> care: not here.
"""


def guide(body: str, front: str = FRONT):
    return read(front + body, name="outlook-set-up", language="en")


def test_every_part_of_a_file_has_its_place() -> None:
    one = guide(TEXT + "\n- one\n- two\n\n## second | And that\n\nEnd.\n")
    assert (one.program, one.topic, one.title) == (Program.OUTLOOK, Topic.SET_UP, "Set it up")
    assert (one.ticks, one.checked, one.sources) == (True, "", "a book")
    assert one.beginning == (
        Paragraph(Kind.DO, (Words("Before it: "), Fact("address"), Words("."))),
    )
    assert [(each.id, each.title) for each in one.steps] == [
        ("first", "Do this"),
        ("second", "And that"),
    ]
    assert one.steps[0].blocks == (
        Drawing("window", "A window"),
        Paragraph(
            Kind.DO,
            (
                Words("Choose "),
                LabelRef("outlook.file"),
                Words(", then "),
                Link("that", "#second"),
                Words("."),
            ),
        ),
        Paragraph(Kind.SEE, (Words("a page until "), Fact("until"), Words("."))),
        Paragraph(Kind.ELSE, (Link("the others", "outlook-messages"), Words("."))),
        Paragraph(Kind.CARE, (Words("not here."),)),
        Points(((Words("one"),), (Words("two"),))),
    )
    assert one.tick("first") == "guide-outlook-set-up-first"


def test_who_tried_it_is_kept() -> None:
    front = FRONT.replace("checked: no", "checked: Outlook 16.0 on Windows 11, 3 March 2027")
    one = guide("## a | B\n\nText.\n", front)
    assert one.checked == "Outlook 16.0 on Windows 11, 3 March 2027"


@pytest.mark.parametrize(
    "body",
    [
        "No step at all.\n",
        "## Without an id\n\nText.\n",
        "## a | B\n\n## a | C\n",
        "# a | B\n\nText.\n",
        "## a | B\n\n### c | D\n",
        "## a | B\n\n1. one\n2. two\n",
        "## a | B\n\n> shout: no\n",
        "## a | B\n\n> no kind\n",
        "## a | B\n\n> see: one\n>\n> two\n",
        "## a | B\n\n- one\n\n  more\n",
        "## a | B\n\nSome **strong** words.\n",
        "## a | B\n\n<b>markup</b>\n",
        "## a | B\n\n<script>x()</script>\n",
        "## a | B\n\nA {password} here.\n",
        "## a | B\n\n![](window)\n",
        "## a | B\n\n![Text](https://outside.example/x.png)\n",
        "## a | B\n\n![Text](../icons/key)\n",
        "## a | B\n\nBefore ![Text](window) after.\n",
        "## a | B\n\n[**bold**](outlook-write)\n",
        "## a | B\n\n```\ncode\n```\n",
        "## a | B\n\n---\n",
    ],
)
def test_what_is_not_known_is_refused(body: str) -> None:
    with pytest.raises(BadGuide):
        guide(body)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("---\nprogram", "program"),
        ("title: Set it up\n", ""),
        ("title: Set it up", "title:"),
        ("ticks: yes", "ticks: perhaps"),
        ("program: outlook", "program: pine"),
        ("topic: set-up", "topic: publish"),
        ("sources: a book", "sources: a book\nsources: another"),
        ("sources: a book", "sources: a book\nmood: good"),
    ],
)
def test_fields_are_all_there_and_no_others(old: str, new: str) -> None:
    with pytest.raises(BadGuide):
        guide("## a | B\n\nText.\n", FRONT.replace(old, new, 1))


def test_a_fault_says_where_it_is() -> None:
    with pytest.raises(BadGuide, match="outlook-set-up, line 5"):
        guide("## a | B\n\nText.\n\n1. numbered\n")


def test_guides_stand_by_program_then_topic() -> None:
    def made(program: Program, topic: Topic):
        front = FRONT.replace("outlook", program, 1).replace("set-up", topic, 1)
        text = front + "## a | B\n\nText.\n"
        return read(text, name=name_of(program, topic), language="cy")

    phone = made(Program.PHONE, Topic.INSTEAD)
    messages = made(Program.OUTLOOK, Topic.MESSAGES)
    mac = made(Program.OUTLOOK_MAC, Topic.SET_UP)
    first = made(Program.OUTLOOK, Topic.SET_UP)
    assert phone.name == "phone"
    assert ordered((phone, messages, mac, first)) == (first, messages, mac, phone)


def test_labels_keep_what_is_not_known_apart() -> None:
    text = json.dumps({"labels": {"x.file": {"en": "File", "source": "a book", "checked": False}}})
    found = read_labels(text)["x.file"]
    assert (found.texts, found.source, found.checked) == ({"en": "File"}, "a book", False)


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"labels": {"a": {}}}', '{"labels": [1]}'])
def test_broken_labels_are_refused(text: str) -> None:
    with pytest.raises(BadGuide):
        read_labels(text)
