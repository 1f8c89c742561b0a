"""Programs that are not ours, asked for a second opinion: OpenSSL and the NSS tools.

They confirm what Sêl made (rehearsal, tests); nothing Sêl does for a person depends on them.
"""

from __future__ import annotations

from sel.ports.surroundings import Witness
from sel.witnesses.nss_tools import NssTools
from sel.witnesses.openssl import OpenSsl

WITNESSES: tuple[Witness, ...] = (OpenSsl(), NssTools())
