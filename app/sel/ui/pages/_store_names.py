"""Names of stores as people know them."""

from __future__ import annotations

from sel.ports.store import StoreSpec
from sel.text.speaker import Speaker


def store_name(spec: StoreSpec, speaker: Speaker) -> str:
    """ "Thunderbird: profile" or the folder of a database."""
    kind = spec.id.partition(":")[0]
    match kind:
        case "thunderbird":
            return speaker.say("store-thunderbird", "Thunderbird: {name}", name=spec.label)
        case "nss":
            return speaker.say("store-nss", "Certificate folder: {name}", name=spec.label)
        case _:
            return spec.label
