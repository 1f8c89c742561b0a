"""Backups of 1, 20 and 200 keys for `make bench`, at the 600,000 rounds that they really have.

OpenSSL's command writes one key a file, so what it does with one stands beside ours; it opens any
number, and derives a key for each of them anew.
"""

from __future__ import annotations

from pathlib import Path

COUNTS = (1, 20, 200)

_MAKE = (
    "--data keys-{n} --unlock-file words backup make --pass-file words --out keys-{n}-{{run}}.p12"
)
_VERIFY = "--data keys-{n} --unlock-file words backup verify keys-{n}-1.p12 --pass-file words"
_RESTORE = (
    "--data new-{n}-{{run}} --unlock-file words backup restore keys-{n}-1.p12 --pass-file words"
)
_EXPORT = "openssl pkcs12 -export -iter 600000 -inkey key -in cert -passout file:words -out k.p12"
_TWENTY = f"sh -c 'for n in {' '.join(map(str, range(20)))}; do {_EXPORT}; done'"
_OPEN = "openssl pkcs12 -noenc -passin file:words -in keys-{n}-1.p12 -out opened"

# OpenSSL takes minutes to open 200 keys: what it does with 20 stands beside ours with 200.
JOBS = (
    ("back up 1 key", _MAKE.format(n=1), _EXPORT, 5),
    ("open and prove 1 key", _VERIFY.format(n=1), _OPEN.format(n=1), 5),
    ("bring 1 key back", _RESTORE.format(n=1), _OPEN.format(n=1), 5),
    ("back up 20 keys", _MAKE.format(n=20), _TWENTY, 1),
    ("open and prove 20 keys", _VERIFY.format(n=20), _OPEN.format(n=20), 3),
    ("bring 20 keys back", _RESTORE.format(n=20), _OPEN.format(n=20), 3),
    ("back up 200 keys (20)", _MAKE.format(n=200), _TWENTY, 1),
    ("open and prove 200 keys (20)", _VERIFY.format(n=200), _OPEN.format(n=20), 1),
    ("bring 200 keys back (20)", _RESTORE.format(n=200), _OPEN.format(n=20), 1),
)


def prepare(folder: Path) -> None:
    """Somebody with so many P-256 keys, a certificate each, in a data folder for each count."""
    from sel import wiring
    from sel.base.progress import Silent
    from sel.base.secret import Secret
    from sel.core import bundle
    from sel.core.bundle import Bundle, Entry, Protection
    from sel.flows import imports
    from tests.pilot import person

    words = Secret((folder / "words").read_text("utf-8").strip())
    people = [person(f"p{number}@school.example") for number in range(COUNTS[-1])]
    for count in COUNTS:
        held = Bundle(tuple(Entry(each.key, each.certificate) for each in people[:count]))
        data = bundle.write(held, words, protection=Protection.MODERN, rounds=1)
        own = folder / f"keys-{count}"
        # No keyring knows this book; the passphrase of its own opens it, as `--unlock-file` does.
        services = wiring.build(own, lambda: None, False, ()).scratch(own, words)
        opened = imports.open_file(services, data, words, Silent())
        imports.take_in(services, opened, Silent())
