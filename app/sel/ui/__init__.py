"""The window. Importing anything of it first mends a fault of PySide6 (see `immortal`)."""

from sel.ui.immortal import keep_singletons

keep_singletons()
