"""A process that adds keys to a book. Run by the tests of the book.

Arguments: the data folder, how many. Says the id of each key and the SHA-256 of what was sealed,
once it is safe.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from sel.keeping.book import open_book
from sel.wiring import SystemClock
from tests.keeping.material import new_key, with_request


def main() -> None:
    """See above."""
    data, count = Path(sys.argv[1]), int(sys.argv[2])
    keys = [new_key() for _ in range(count)]
    print("ready", flush=True)
    sys.stdin.readline()
    book = open_book(data, unlock=lambda: None, keyring="system", clock=SystemClock())
    for key in keys:
        (added,) = book.add(with_request(key)).new_keys
        print(added, hashlib.sha256(key.pkcs8.reveal()).hexdigest(), flush=True)


main()
