"""Base of the pages that ask for the password (passphrase) of a file."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sel.base.errors import SelError
from sel.base.secret import Secret
from sel.ui.page import Page
from sel.ui.pages._remedies import tell
from sel.ui.widgets.password import PasswordField


class SecretPage(Page):
    """One field; what was typed leaves it when the primary button is pressed."""

    def build(self) -> None:
        self.field = PasswordField(self)
        self.add(self.field)
        self.field.changed.connect(lambda _filled: self.readiness.emit())

    def first(self) -> QWidget | None:
        return self.field.line

    def ready(self) -> bool:
        return self.field.filled

    def go(self) -> None:
        self.use(self.field.take())

    def left(self) -> None:
        self.field.clear()

    def use(self, secret: Secret) -> None:
        """Do with it what the page is for; `refused` gets what goes wrong."""
        raise NotImplementedError

    def refused(self, failure: SelError) -> None:
        """Say so; the field is empty and has the keys, to be typed into again."""
        tell(self.errors, failure, lambda: self.context.unlock(failure, self.field.setFocus))
        self.readiness.emit()
