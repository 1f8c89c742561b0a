"""Qt's own words, by its English: it ships no Welsh. Places for facts stay Qt's `%1`.

Mnemonics and trailing dots differ between Qt's contexts; `find` does not compare them. Contexts
whose words are names of keys on the keyboard are left to Qt: shortcuts are the same everywhere.
"""

from __future__ import annotations

from functools import cache

from sel.text.catalog.entry import Entry, message

KEY_NAMES = "QShortcut"

_BUTTONS = (
    message("qt-ok", "OK"),
    message("qt-yes", "&Yes"),
    message("qt-no", "&No"),
    message("qt-yes-to-all", "Yes to &All"),
    message("qt-no-to-all", "N&o to All"),
    message("qt-save", "Save"),
    message("qt-save-all", "Save All"),
    message("qt-save-as", "Save As"),
    message("qt-open", "Open"),
    message("qt-cancel", "Cancel"),
    message("qt-close", "Close"),
    message("qt-discard", "Discard"),
    message("qt-do-not-save", "Don't Save"),
    message("qt-close-without-saving", "Close without Saving"),
    message("qt-apply", "Apply"),
    message("qt-reset", "Reset"),
    message("qt-restore-defaults", "Restore Defaults"),
    message("qt-help", "Help"),
    message("qt-abort", "Abort"),
    message("qt-retry", "Retry"),
    message("qt-ignore", "Ignore"),
    message("qt-show-details", "Show Details..."),
    message("qt-hide-details", "Hide Details..."),
    message("qt-back-arrow", "< &Back"),
    message("qt-next-arrow", "&Next >"),
    message("qt-next", "&Next"),
    message("qt-go-back", "Go Back"),
    message("qt-continue", "Continue"),
    message("qt-commit", "Commit"),
    message("qt-done", "Done"),
    message("qt-finish", "&Finish"),
)

_EDITING = (
    message("qt-undo", "&Undo"),
    message("qt-redo", "&Redo"),
    message("qt-undo-what", "Undo %1"),
    message("qt-redo-what", "Redo %1"),
    message("qt-cut", "Cu&t"),
    message("qt-copy", "&Copy"),
    message("qt-copy-link", "Copy &Link Location"),
    message("qt-paste", "&Paste"),
    message("qt-delete", "Delete"),
    message("qt-select-all", "Select All"),
    message("qt-step-up", "&Step up"),
    message("qt-step-down", "Step &down"),
)

_FILES = (
    message("qt-look-in", "&Look in:"),
    message("qt-file-name", "File &name:"),
    message("qt-files-of-type", "Files of &type:"),
    message("qt-all-files", "All Files (*)"),
    message("qt-directory", "Directory:"),
    message("qt-directories", "Directories"),
    message("qt-files", "Files"),
    message("qt-find-directory", "Find Directory"),
    message("qt-new-folder", "&New Folder"),
    message("qt-create-new-folder", "Create New Folder"),
    message("qt-create-a-new-folder", "Create a New Folder"),
    message("qt-parent", "Parent Directory"),
    message("qt-to-parent", "Go to the parent directory"),
    message("qt-list-view", "List View"),
    message("qt-to-list-view", "Change to list view mode"),
    message("qt-detail-view", "Detail View"),
    message("qt-to-detail-view", "Change to detail view mode"),
    message("qt-back", "Back"),
    message("qt-forward", "Forward"),
    message("qt-go-forward", "Go forward"),
    message("qt-choose", "&Choose"),
    message("qt-rename", "&Rename"),
    message("qt-remove", "Remove"),
    message("qt-show-hidden", "Show &hidden files"),
    message("qt-sidebar", "Sidebar"),
    message("qt-places", "List of places and bookmarks"),
    message("qt-recent-places", "Recent Places"),
    message("qt-computer", "Computer"),
    message("qt-my-computer", "My Computer"),
    message("qt-drive", "Drive"),
    message("qt-unknown", "Unknown"),
    message("qt-name", "Name"),
    message("qt-size", "Size"),
    message("qt-type", "Type"),
    message("qt-kind", "Kind"),
    message("qt-date-modified", "Date Modified"),
    message("qt-file", "File"),
    message("qt-folder", "Folder"),
    message("qt-replace", "%1 already exists.\nDo you want to replace it?"),
    message("qt-overwrite", "%1 already exists.\nDo you want to overwrite it?"),
    message(
        "qt-file-not-found",
        "%1\nFile not found.\nPlease verify the correct file name was given.",
    ),
    message(
        "qt-directory-not-found",
        "%1\nDirectory not found.\nPlease verify the correct directory name was given.",
    ),
    message("qt-sure-to-delete", "Are you sure you want to delete '%1'?"),
    message("qt-write-protected", "'%1' is write protected.\nDo you want to delete it anyway?"),
    message("qt-not-deleted", "Could not delete directory."),
    message("qt-invalid-name", "Invalid filename"),
)

_WINDOWS = (
    message("qt-minimize", "Mi&nimize"),
    message("qt-maximize", "Ma&ximize"),
    message("qt-restore", "&Restore"),
    message("qt-move", "&Move"),
    message("qt-close-tab", "Close Tab"),
    message("qt-menu", "Menu"),
    message("qt-whats-this", "What's This?"),
    message("qt-enter-a-value", "Enter a value:"),
    message("qt-open-list", "Open the combo box selection popup"),
)

_SCROLLING = (
    message("qt-scroll-here", "Scroll here"),
    message("qt-top", "Top"),
    message("qt-bottom", "Bottom"),
    message("qt-left-edge", "Left edge"),
    message("qt-right-edge", "Right edge"),
    message("qt-page-up", "Page up"),
    message("qt-page-down", "Page down"),
    message("qt-page-left", "Page left"),
    message("qt-page-right", "Page right"),
    message("qt-scroll-up", "Scroll up"),
    message("qt-scroll-down", "Scroll down"),
    message("qt-scroll-left", "Scroll left"),
    message("qt-scroll-right", "Scroll right"),
)

# What a screen reader says of what can be done with a control.
_ACTIONS = (
    message("qt-press", "Press"),
    message("qt-triggers", "Triggers the action"),
    message("qt-toggle", "Toggle"),
    message("qt-toggles", "Toggles the state"),
    message("qt-increase", "Increase"),
    message("qt-increases", "Increase the value"),
    message("qt-decrease", "Decrease"),
    message("qt-decreases", "Decrease the value"),
    message("qt-show-menu", "Show Menu"),
    message("qt-shows-menu", "Shows the menu"),
    message("qt-set-focus", "Set Focus"),
    message("qt-sets-focus", "Sets the focus"),
    message("qt-show-on-screen", "Show on Screen"),
    message("qt-moves-into-view", "Moves the element into the visible area"),
    message("qt-previous-page", "Previous Page"),
    message("qt-goes-back", "Goes back a page"),
    message("qt-next-page", "Next Page"),
    message("qt-goes-on", "Goes to the next page"),
    message("qt-scrolls-up", "Scrolls up"),
    message("qt-scrolls-down", "Scrolls down"),
    message("qt-scrolls-left", "Scrolls to the left"),
    message("qt-scrolls-right", "Scrolls to the right"),
)

_PRINTING = (
    message("qt-print", "&Print"),
    message("qt-print-to-pdf", "Print to File (PDF)"),
    message("qt-write-pdf", "Write PDF file"),
    message("qt-local-file", "Local file"),
    message("qt-options-more", "&Options >>"),
    message("qt-options-less", "&Options <<"),
    message("qt-all-pages", "All Pages"),
    message("qt-even-pages", "Even Pages"),
    message("qt-odd-pages", "Odd Pages"),
    message("qt-portrait", "Portrait"),
    message("qt-landscape", "Landscape"),
    message("qt-not-writable", "File %1 is not writable.\nPlease choose a different file name."),
    message("qt-is-directory", "%1 is a directory.\nPlease choose a different file name."),
)

_MENUS = (
    message("qt-about-app", "About %1"),
    message("qt-hide-app", "Hide %1"),
    message("qt-hide-others", "Hide Others"),
    message("qt-show-all", "Show All"),
    message("qt-quit-app", "Quit %1"),
    message("qt-services", "Services"),
    message("qt-preferences", "Preferences..."),
)

ENTRIES = (
    *_BUTTONS,
    *_EDITING,
    *_FILES,
    *_WINDOWS,
    *_SCROLLING,
    *_ACTIONS,
    *_PRINTING,
    *_MENUS,
)


def find(context: str, source: str) -> Entry | None:
    """The entry for a string of Qt, or None where Qt's own is to stay."""
    return None if context == KEY_NAMES else _by_source().get(_plain(source))


def _plain(source: str) -> str:
    return source.replace("&", "").rstrip(".…").casefold()


@cache
def _by_source() -> dict[str, Entry]:
    return {_plain(entry.what): entry for entry in ENTRIES}
