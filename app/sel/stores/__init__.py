"""Where mail programs look for certificates; the kinds in the order in which they are shown."""

from __future__ import annotations

from sel.ports.children import Children, Handler
from sel.ports.store import StoreKind, TrustAnchors


def kinds(children: Children) -> tuple[StoreKind, ...]:
    """Every kind of store that Sêl knows, usable here or not."""
    from sel.stores.nss import Nss, NssKind
    from sel.stores.thunderbird import ThunderbirdKind

    nss = Nss(children)
    return (ThunderbirdKind(children, nss), NssKind(children, nss))


def anchors(children: Children) -> TrustAnchors:
    """The roots that this system trusts for mail."""
    from sel.stores._ckbi import MozillaRoots

    return MozillaRoots(children)


def nss_handler() -> Handler:
    """What answers inside the child called "nss"."""
    from sel.stores._nss_child import handler

    return handler()
