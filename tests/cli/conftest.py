"""People with a `sel` of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.program import Program


@pytest.fixture
def sel(tmp_path: Path) -> Program:
    """Somebody who has no keys yet."""
    return Program(tmp_path / "sian")


@pytest.fixture
def issued(sel: Program, issued_once: Program) -> Program:
    """Somebody with a pilot authority and one certificate of it; its id is in `id.txt`."""
    shutil.copytree(issued_once.folder, sel.folder, dirs_exist_ok=True)
    return sel


@pytest.fixture(scope="session")
def issued_once(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The one that every test gets a copy of: making it takes four runs of the program."""
    return with_certificate(Program(tmp_path_factory.mktemp("issued") / "sian"))


def with_certificate(sel: Program) -> Program:
    """Make a pilot authority and one certificate of it."""
    sel.done("ca", "init", "--domain", "school.example")
    made = sel.done(
        "request", "new", "--email", "sian.llyr@school.example", "--name", "Siân Llŷr",
        "--key", "ec-p256", "--out", sel.path("form.pem"),
    )  # fmt: skip
    sel.done("ca", "issue", sel.path("form.pem"), "--out", sel.path("answer.pem"))
    sel.done("request", "finish", sel.path("answer.pem"))
    sel.path("id.txt").write_text(made["id"])
    return sel
