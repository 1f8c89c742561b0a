"""Where mail programs look for certificates; the kinds in the order in which they are shown."""

from __future__ import annotations

import sys

from sel.ports.children import Children, Handler
from sel.ports.store import StoreKind, TrustAnchors


def kinds(
    children: Children, *, windows_capi: bool = False, windows_exportable: bool = False
) -> tuple[StoreKind, ...]:
    """Every kind of store that Sêl knows, usable here or not.

    windows_capi, windows_exportable  as in `Policy`
    """
    from sel.stores.macos import MacosKind
    from sel.stores.nss import Nss, NssKind
    from sel.stores.thunderbird import ThunderbirdKind
    from sel.stores.windows import WindowsKind

    nss = Nss(children)
    return (
        WindowsKind(capi=windows_capi, exportable=windows_exportable),
        MacosKind(),
        ThunderbirdKind(children, nss),
        NssKind(children, nss),
    )


def anchors(children: Children) -> TrustAnchors:
    """The roots that this system trusts for mail."""
    if sys.platform == "win32":
        from sel.stores._windows_roots import WindowsRoots

        return WindowsRoots()
    else:
        from sel.stores._ckbi import MozillaRoots

        return MozillaRoots(children)


def nss_handler() -> Handler:
    """What answers inside the child called "nss"."""
    from sel.stores._nss_child import handler

    return handler()
