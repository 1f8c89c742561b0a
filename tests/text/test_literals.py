"""No sentence reaches the window or the terminal without the Speaker."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

UI = ROOT / "app" / "sel" / "ui"
CLI = ROOT / "app" / "sel" / "cli"

SETTERS = {
    "setText", "setTitle", "setSubTitle", "setWindowTitle", "setToolTip", "setStatusTip",
    "setWhatsThis", "setAccessibleName", "setAccessibleDescription", "setPlaceholderText",
    "setInformativeText", "setDetailedText", "setHtml", "setPlainText", "setMarkdown",
    "setLabelText", "setButtonText", "setHeaderLabels", "setHorizontalHeaderLabels", "addItem",
    "addItems", "addTab", "addAction", "addMenu", "addButton", "addRow", "setSuffix", "setPrefix",
    "showMessage", "setNameFilter", "setSpecialValueText", "appendPlainText", "append_text",
    "announce", "setDescription",
}  # fmt: skip
WIDGETS = {
    "QPushButton", "QLabel", "QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QToolButton",
    "QCommandLinkButton", "QMenu", "QDockWidget", "QTreeWidgetItem", "QListWidgetItem",
    "QTableWidgetItem", "QStandardItem", "QMessageBox", "QProgressDialog",
}  # fmt: skip
DIALOGS = {"getOpenFileName", "getSaveFileName", "getExistingDirectory", "getText", "question",
           "information", "warning", "critical"}  # fmt: skip
PRINTERS = {"print", "input", "getpass"}
WRITERS = {"write", "writelines", "exit", "error"}
# What stands in both languages as it is: the names of the languages, the name of the program.
CONTROLS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")  # of a terminal
SAME_EVERYWHERE = {"Cymraeg", "English", "Sêl", "Croeso · Welcome", "sel"}


def _words(node: ast.expr) -> Iterator[str]:
    """Literal text with letters in an argument, as it would be shown."""
    match node:
        case ast.Constant(value=str(text)):
            shown = CONTROLS.sub("", text)
            if any(character.isalpha() for character in shown) and shown not in SAME_EVERYWHERE:
                yield shown
        case ast.JoinedStr(values=values):
            for value in values:
                yield from _words(value)
        case ast.BinOp(left=left, right=right):
            yield from _words(left)
            yield from _words(right)
        case ast.List(elts=items) | ast.Tuple(elts=items):
            for item in items:
                yield from _words(item)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _words(body)
            yield from _words(orelse)
        case ast.Call(func=ast.Attribute(attr="join" | "format"), args=args):
            for item in args:
                yield from _words(item)


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def bare_in_window(source: str) -> list[str]:
    """Literal words that would be shown by widgets."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        if name in {"addItem", "addAction", "addTab"}:
            # An icon may come before the words, a value of our own after them.
            texts = [*node.args[:1], *(each for each in node.args[1:2] if _reads_like_words(each))]
        elif name in SETTERS | WIDGETS | DIALOGS or (name == "say" and len(node.args) == 1):
            texts = node.args
        else:
            continue
        found += [f"line {node.lineno}: {name}: {text}" for each in texts for text in _words(each)]
    return found


def _reads_like_words(node: ast.expr) -> bool:
    return any(text[:1].isupper() or " " in text for text in _words(node))


def bare_in_terminal(source: str) -> list[str]:
    """Literal words that would be printed, or be argparse's help."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = _called(node)
        texts = node.args if name in PRINTERS | WRITERS else []
        found += [f"line {node.lineno}: {name}: {text}" for each in texts for text in _words(each)]
        for keyword in node.keywords:
            if keyword.arg in {"help", "description", "epilog", "usage", "prompt"}:
                found += [
                    f"line {node.lineno}: {keyword.arg}=: {text}" for text in _words(keyword.value)
                ]
    return found


def _files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.py"))


@pytest.mark.parametrize("path", _files(UI), ids=lambda path: str(path.relative_to(UI)))
def test_the_window_shows_no_bare_words(path: Path) -> None:
    assert bare_in_window(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", _files(CLI), ids=lambda path: str(path.relative_to(CLI)))
def test_the_terminal_prints_no_bare_words(path: Path) -> None:
    assert bare_in_terminal(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        'title.setText("Home")',
        'title.setText(f"{n} keys")',
        'title.setText("Key: " + name)',
        'title.setText("a" if x else "b")',
        'QPushButton("Save", self)',
        'box.addItem(icon, "Folder")',
        'table.setHeaderLabels(["Name", "Until"])',
        'QFileDialog.getOpenFileName(self, "Choose a file")',
    ],
)
def test_bare_words_in_the_window_are_caught(line: str) -> None:
    assert bare_in_window(line)


@pytest.mark.parametrize(
    "line",
    [
        'title.setText(speaker.say("home-title", "Home"))',
        'mark.setText("✓ ")',
        'box.addItem(speaker.say("a", "A"), "data")',
        'switch.setText("Cymraeg")',
        "title.setText(told.what)",
        'title.setObjectName("home-title")',
    ],
)
def test_spoken_words_in_the_window_pass(line: str) -> None:
    assert bare_in_window(line) == []


@pytest.mark.parametrize(
    "line",
    [
        'print("Done")',
        'print(f"{n} keys")',
        'parser.add_argument("--out", help="the file")',
        'sys.stderr.write("wrong")',
        'parser.error("no file")',
        'getpass("Passphrase: ")',
    ],
)
def test_bare_words_in_the_terminal_are_caught(line: str) -> None:
    assert bare_in_terminal(line)


@pytest.mark.parametrize(
    "line",
    [
        'print(speaker.say("done", "Done"))',
        'parser.add_argument("--out", metavar="FILE", help=say("cli-out", "the file"))',
        "print(json.dumps(document))",
        'print(f"  {mark} {line}")',
    ],
)
def test_spoken_words_in_the_terminal_pass(line: str) -> None:
    assert bare_in_terminal(line) == []
