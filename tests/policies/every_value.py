"""One value for every setting, as each place writes it, and what the policy then holds."""

from __future__ import annotations

import base64
import json
from functools import cache
from typing import Any

from sel.core.policy.schema import SETTINGS, Form
from tests.pilot import pilot

PROFILE = {
    "version": 1,
    "id": "county",
    "name": {"en": "The county", "cy": "Y sir"},
    "route": "mail",
    "key_made_by": "person",
    "comes_back": ["p7b"],
    "takes": {"en": "Two days", "cy": "Deuddydd"},
    "cost": {"en": "Nothing", "cy": "Dim"},
    "note": {"en": "Ask Siân.", "cy": "Gofynnwch i Siân."},
}


@cache
def written() -> dict[str, Any]:
    """Each value as JSON has it; in no case the default."""
    return {
        "language": "cy",
        "helpdesk": "Desg TG: 01234 567890",
        "own_domains": ["school.example"],
        "shared_mailboxes": ["office@school.example"],
        "pick_up": "/certificates/%USERNAME%",
        "authorities": [json.dumps(PROFILE, ensure_ascii=False)],
        "school_pack": "/srv/pack",
        "ldap_servers": ["ldaps://directory.school.example/dc=school"],
        "key_kind": "ec-p256",
        "own_keys": "passphrase",
        "passphrase_guesses": 17,
        "forgets": True,
        "it_keeps_a_copy": True,
        "backup_days": 30,
        "backup_places": ["/home/backups"],
        "stores": ["nss", "windows"],
        "windows_capi": True,
        "windows_exportable": True,
        "roots": [base64.b64encode(pilot().root).decode()],
        "person_roots": False,
        "pack_signers": [":".join(["AB"] * 32)],
        "network": False,
        "pilot": False,
    }


@cache
def held() -> dict[str, Any]:
    """The same as `Policy` holds it."""
    lists = {each.key for each in SETTINGS if each.form is Form.LIST}
    plain = {key: tuple(value) if key in lists else value for key, value in written().items()}
    return plain | {
        "roots": (pilot().root,),
        "pack_signers": (b"\xab" * 32,),
        "authorities": (written()["authorities"][0].encode(),),
    }
