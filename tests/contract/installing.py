"""Install an identity, as a process that may be killed. Run by the kill test.

Arguments: the database's folder, files with a key (PKCS#8, DER) and a certificate (DER). Says
"ready" once the store is open, installs when it is told to, and says "done".
"""

from __future__ import annotations

import sys
from pathlib import Path

from sel.base.secret import Secret
from sel.core.bundle import Bundle, Entry
from sel.ports.store import Which
from sel.stores.nss import NssKind
from sel.workers.children import OwnChildren


def main() -> None:
    """See above."""
    folder, key, certificate = map(Path, sys.argv[1:4])
    bundle = Bundle((Entry(Secret(key.read_bytes()), certificate.read_bytes()),))
    kind = NssKind(OwnChildren())
    spec = kind.spec(f"nss:{folder}")
    assert spec is not None
    store = kind.open(spec, None)
    store.list(Which.MINE)
    print("ready", flush=True)
    sys.stdin.readline()
    store.install(bundle)
    print("done", flush=True)
    sys.stdin.readline()


main()
