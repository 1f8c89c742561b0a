"""An authority in an archive is asked about as one that lies open is."""

from __future__ import annotations

import pytest

from sel.core.asn1 import armour
from tests.cli.program import Program
from tests.core.container_material import archive
from tests.pilot import pilot


@pytest.mark.parametrize("packed", [False, True])
def test_no_authority_is_added_unasked(sel: Program, packed: bool) -> None:
    root = armour("CERTIFICATE", pilot().root)
    path = sel.path("given")
    path.write_bytes(archive({"root.cer": root}) if packed else root)
    place = sel.path("nss")
    place.mkdir()
    ran = sel("store", "add", path, "--which", "authorities", "--store", f"nss:{place}", "--json")
    assert (ran.status, ran.json["error"]["code"]) == (2, "question-unanswered")
    assert not list(place.iterdir())
