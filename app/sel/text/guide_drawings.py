"""The colours of the guides' drawings: three in the file, others for each ground."""

from __future__ import annotations

INK, ACCENT, SOFT = "#101418", "#0b5e66", "#dcecee"


def coloured(svg: str, *, ink: str, accent: str, soft: str) -> str:
    """A drawing in other colours: ink for what is there, accent for what is meant, soft within."""
    return svg.replace(INK, ink).replace(ACCENT, accent).replace(SOFT, soft)
