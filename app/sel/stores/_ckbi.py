"""Roots for mail on Linux: the module that carries Mozilla's, read through the NSS child."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sel.places.thunderbird import libraries, root_modules
from sel.ports.children import Children


class MozillaRoots:
    """Roots with e-mail trust; implements `sel.ports.store.TrustAnchors`."""

    def __init__(self, children: Children) -> None:
        self._children = children
        self._known: tuple[bytes, ...] | None = None

    def anchors(self) -> Sequence[bytes]:
        """DER of each, read once; none where the system keeps its roots elsewhere.

        Raises StoreUnavailable (nss-missing), ChildFailed.
        """
        if self._known is None:
            self._known = tuple(self._read()) if sys.platform == "linux" else ()
        return self._known

    def _read(self) -> Sequence[bytes]:
        child = self._children.start("nss")
        try:
            found: Sequence[bytes] = child.call(
                "roots", libraries=libraries(), modules=root_modules()
            )
        finally:
            child.close()
        return found
