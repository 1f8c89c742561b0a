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
_ONE = "openssl pkcs12 -export -iter 600000 -inkey key -in cert -passout file:words -out k.p12"
_OPEN = "openssl pkcs12 -noenc -passin file:words -in keys-{n}-1.p12 -out opened"

JOBS = tuple(
    (name.format(n=n), ours.format(n=n), theirs.format(n=n), runs)
    for n, runs in zip(COUNTS, (5, 3, 1), strict=True)
    for name, ours, theirs in (
        ("back up {n} keys", _MAKE, _ONE),
        ("open and prove {n} keys", _VERIFY, _OPEN),
        ("bring {n} keys back", _RESTORE, _OPEN),
    )
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
