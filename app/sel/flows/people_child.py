"""The child called "people": reads what was given, with nobody's secrets and without the book."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sel.flows.people_paths import Paths
from sel.flows.people_pieces import Piece, carried, take
from sel.ports.children import Handler
from sel.ports.inputs import Inputs


def handler(inputs: Inputs) -> Handler:
    """Verbs of `Children.side_by_side`.

    open  roots, pool: DER; at: RFC 3339
    each  things: pieces as text; for each what it brought
    """
    judges: list[Paths] = []

    def answer(verb: str, arguments: Mapping[str, Any]) -> Any:
        if verb == "open":
            at = datetime.fromisoformat(arguments["at"])
            judges[:] = [Paths(arguments["roots"], arguments["pool"], at)]
            return None
        pieces = map(Piece.told, arguments["things"])
        return [carried(take(inputs, piece, judges[0])) for piece in pieces]

    return answer
