"""What has to be in a package beside the modules: files, libraries, backends."""

from __future__ import annotations

import sqlite3
import ssl
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from sel.base.errors import NoDisplay, SelError
from sel.base.resources import resource
from sel.smoke.check import Check, Given, expect
from sel.text.speaker import LANGUAGES, Speaker

_FOLDERS = (
    "authorities",
    "doctor",
    "fonts",
    "guides",
    "icons",
    "licences",
    "partners",
    "policy",
    "words",
)
_KEYRINGS = {
    "win32": ("keyring.backends.Windows", "WinVaultKeyring"),
    "darwin": ("keyring.backends.macOS", "Keyring"),
    "linux": ("keyring.backends.SecretService", "Keyring"),
}
_OWN_STORE = {"win32": "windows", "darwin": "macos"}


def _resources(_given: Given) -> Mapping[str, Any]:
    """Every folder of resources/ with its files."""
    counted = {name: len(list(resource(name).iterdir())) for name in _FOLDERS}
    expect(all(counted.values()), f"an empty folder: {counted}")
    return counted


def _languages(_given: Given) -> Mapping[str, Any]:
    """Both speak, and not the same."""
    said = {each: Speaker(each).error(NoDisplay()).what for each in LANGUAGES}
    expect(len(set(said.values())) == len(LANGUAGES) >= 2, f"one for all: {said}")
    return said


def _stores(given: Given) -> Mapping[str, Any]:
    """Every kind by its name, usable here or why not; this system's own has to be."""
    why = {kind.id: kind.unusable() or "usable" for kind in given.services.stores()}
    expect(set(why) == {"windows", "macos", "thunderbird", "nss"}, f"kinds of store: {why}")
    own = _OWN_STORE.get(sys.platform)
    expect(own is None or why[own] == "usable", f"{own}: {why.get(own or '')}")
    return why


def _keyrings(_given: Given) -> Mapping[str, Any]:
    """Every backend by its name; this system's own is loaded, and says whether it answers."""
    why = {}
    for system, (module, name) in _KEYRINGS.items():
        if system != sys.platform:
            why[module] = f"not-{system}"
            continue
        getattr(import_module(module), name)
        why[module] = "loaded"
    from sel.keeping.keyrings import SystemKeyring

    try:
        SystemKeyring().ready(ask=False)
        why["answers"] = "yes"
    except SelError as problem:  # no desktop, or a locked one: a fact of this session
        expect(sys.platform != "win32", f"Credential Manager: {problem}")
        why["answers"] = str(problem)
    return why


def _search(_given: Given) -> Mapping[str, Any]:
    """SQLite finds a part of a Welsh word through FTS5's trigrams."""
    book = sqlite3.connect(":memory:")
    try:
        book.execute("CREATE VIRTUAL TABLE people USING fts5(name, tokenize='trigram')")
        book.executemany("INSERT INTO people VALUES (?)", [("Siân Llŷr",), ("Gwenllian",)])
        found = book.execute("SELECT name FROM people WHERE people MATCH 'llŷ'").fetchall()
    finally:
        book.close()
    expect(found == [("Siân Llŷr",)], f"found {found}")
    return {"sqlite": sqlite3.sqlite_version}


def _libraries(_given: Given) -> Mapping[str, Any]:
    """The versions of what Sêl stands on, as they say themselves."""
    from cryptography import __version__ as cryptography
    from cryptography.hazmat.backends.openssl import backend

    return {
        "cryptography": cryptography,
        "cryptography_openssl": backend.openssl_version_text(),
        "tls_openssl": ssl.OPENSSL_VERSION,
        "system_roots": len(ssl.create_default_context().get_ca_certs()),
    }


CHECKS: dict[str, Check] = {
    "resources": _resources,
    "languages": _languages,
    "libraries": _libraries,
    "stores": _stores,
    "keyrings": _keyrings,
    "search": _search,
}
