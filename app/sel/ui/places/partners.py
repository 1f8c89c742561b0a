"""U1, Partner domains, for IT: the list, checks of one or all, what is different, the script."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QWidget

from sel.base.errors import SelError
from sel.base.message import Message
from sel.base.progress import Progress
from sel.ports.delivery import Way
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.partners.found import Found
from sel.ui.partners.rows import Row
from sel.ui.partners.table import DomainTable
from sel.ui.place import Place
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, PrimaryButton, QuietButton
from sel.ui.widgets.field import Field
from sel.ui.widgets.plain import Words

if TYPE_CHECKING:
    from sel.flows.partner_checks import Checked, Report
    from sel.flows.partner_domains import Listed
    from sel.flows.partner_rules import Ruled


def look(services: Services) -> tuple[Listed, ...]:
    """Every domain on the lists."""
    from sel.flows.partner_domains import listed

    return listed(services)


def one_domain(text: str) -> str:
    """What was typed, if it is a domain that could be checked; else ""."""
    from sel.flows.partner_domains import domains

    try:
        return domains([text])[0]
    except SelError:
        return ""


class PartnersPlace(Place):
    """Nothing is asked of anybody before a button is pressed."""

    code = "U1"
    way = Way()

    def build(self) -> None:
        self.why = Words(self.body)
        self.source = Words(self.body, tone=Tone.QUIET)
        self.search = Field(self.body)
        self.table = DomainTable(self.body)
        self.check = PrimaryButton(self.body)
        self.all = Button(self.body)
        self.script = Button(self.body)
        self.save = QuietButton(self.body)
        self.sums = Words(self.body, strong=True)
        self.changed = Words(self.body)
        self.saved = Words(self.body, tone=Tone.GOOD)
        self.found = Found(self.body)
        self.check.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.buttons = Beside((self.all, self.script, self.save), self.body)
        for part in (self.why, self.source, self.search, self.table, self.check, self.buttons,
                     self.saved, self.sums, self.changed, self.found):  # fmt: skip
            self.rows.addWidget(part)
        for later in (self.sums, self.changed, self.saved, self.save):
            later.hide()
        self._listed: tuple[Listed, ...] = ()
        self._checked: dict[str, Checked] = {}
        self._report: Report | None = None
        self._ruled: tuple[Path, Ruled] | None = None
        self.search.changed.connect(self._show_rows)
        self.table.picked.connect(self._picked)
        self.table.marked.connect(self._name_buttons)
        self.check.clicked.connect(self.check_them)
        self.all.clicked.connect(self._check_all)
        self.script.clicked.connect(self._choose_script)
        self.save.clicked.connect(self._choose_report)

    def speak(self, speaker: Speaker) -> None:
        say = speaker.say
        self.title.setText(say("place-partners", "Partner domains"))
        self.why.setText(
            say(
                "partners-why",
                "Mail to these domains goes over enforced TLS, or not at all. A check asks the"
                " DNS and the partner's mail servers, as sending does; no mail is sent.",
            )
        )
        self.search.word(
            say("partners-search", "Search"),
            say("partners-search-hint", "Or a domain that is not on the list."),
        )
        self.save.setText(say("partners-save", "Save the &report"))
        self.all.setText(say("partners-check-all", "Check a&ll that are shown"))
        self.table.speak(speaker)
        self.found.speak(speaker)
        self._name_source()
        self._name_buttons()
        self._tell_sums()
        self._tell_script()

    def refresh(self) -> None:
        services = self.context.services
        task = self.context.runner.start(lambda _progress: look(services))
        task.done.connect(self._known)
        task.failed.connect(self.say_error)

    def wanted(self) -> tuple[str, ...]:
        """What a button is about: the marked ones, else those that are shown, else what was
        typed.
        """
        marked = self.table.chosen()
        if marked:
            return marked
        shown = tuple(each.domain for each in self.table.domains.shown)
        typed = one_domain(self.search.text) if self.search.text else ""
        return shown or ((typed,) if typed else ())

    def check_them(self) -> None:
        """Ask the DNS and the mail servers; can be stopped."""
        domains, services, way = self.wanted(), self.context.services, self.way

        def work(progress: Progress) -> Report:
            from sel.flows import partner_checks

            return partner_checks.check(services, domains, way, progress)

        self.busy.watch(self.work(work, self.tell))

    def _check_all(self) -> None:
        self.table.clearSelection()
        self.check_them()

    def save_script(self, path: Path) -> None:
        """Write it there; the file dialog has asked about replacing."""
        domains, services = self.wanted(), self.context.services

        def work(_progress: Progress) -> tuple[Path, Ruled]:
            from sel.core.delivery.exchange import Wanted
            from sel.flows import partner_rules

            made = partner_rules.rule(services, domains, Wanted())
            services.outputs.write(path, made.script, replace=True)
            return path, made

        self.work(work, self._wrote_script)

    def save_report(self, path: Path) -> None:
        """Write it there as a table."""
        report, services = self._report, self.context.services
        if report is None:
            return

        def work(_progress: Progress) -> Path:
            from sel.text import delivery

            services.outputs.write(path, delivery.table(report), replace=True)
            return path

        self.work(work, self._wrote_report)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the search checks what is shown, if it is one."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.search.line.hasFocus():
            if len(self.wanted()) == 1:
                self.check_them()
            return
        super().keyPressEvent(event)

    # --- what came ---------------------------------------------------------------------------

    def _known(self, listed: tuple[Listed, ...]) -> None:
        self._listed = listed
        self._name_source()
        self._show_rows()

    def tell(self, report: Report) -> None:
        """Show what a check found."""
        self._report = report
        self._checked |= {each.domain: each for each in report.checked}
        self._show_rows()
        self._tell_sums()
        self.save.show()
        self.buttons.fit()
        front = report.changed or report.checked
        self.table.pick(front[0].domain)
        announce(self.sums, self.sums.text() or self.found.sentence.words.text())
        # What came stands below; it is there to be scrolled to once it was laid out.
        first = self.sums if self.sums.isVisibleTo(self.body) else self.found
        QTimer.singleShot(0, self, lambda: self._bring(first))

    def _picked(self, row: Row | None) -> None:
        self.found.tell(row.checked if row is not None else None)

    def _bring(self, part: QWidget) -> None:
        """Scroll so far that this stands at the top."""
        inside = self.widget()
        if inside is not None:
            top = part.mapTo(inside, QPoint(0, 0)).y()
            self.verticalScrollBar().setValue(top - GRID)

    def _show_rows(self) -> None:
        """What fits the search; domains of no list come last."""
        from sel.flows.partner_domains import fits

        text, listed = self.search.text, {each.partner.domain: each for each in self._listed}
        rows = [Row(domain, one, self._checked.get(domain)) for domain, one in listed.items()]
        others = [each for each in self._checked if each not in listed]
        rows += [Row(each, None, self._checked[each]) for each in others]
        shown = [each for each in rows if fits(text, each.domain, each.organisation)]
        self.table.show_only(shown)
        self._picked(self.table.front)

    def _wrote_script(self, written: tuple[Path, Ruled]) -> None:
        self._ruled = written
        self._tell_script()
        announce(self.saved, self.saved.text())

    def _wrote_report(self, path: Path) -> None:
        speaker = self.context.language.speaker
        self._ruled = None
        self.saved.say(speaker.say("form-was-saved", "Saved: {path}", path=path))
        announce(self.saved, self.saved.text())

    # --- words ---------------------------------------------------------------------------------

    def _name_source(self) -> None:
        if not self._listed:
            return
        speaker, newest = self.context.language.speaker, self._listed[0].of
        source = newest.source.get(speaker.language, newest.source["en"])
        self.source.setText(
            speaker.say("partners-source-undated", "List: {source} (no date)", source=source)
            if newest.dated is None
            else speaker.say("partners-source", "List: {source}, {date}", source=source,
                             date=speaker.date(newest.dated))
        )  # fmt: skip

    def _name_buttons(self) -> None:
        speaker, wanted = self.context.language.speaker, self.wanted()
        for button in (self.check, self.script):
            button.setEnabled(bool(wanted))
        self.check.setText(
            speaker.say("partners-check-one", "Che&ck this domain")
            if len(wanted) == 1
            else speaker.count("partners-check", "Che&ck {n} domain", "Che&ck {n} domains",
                               n=len(wanted))
        )  # fmt: skip
        self.all.setVisible(len(self.table.chosen()) < len(self.table.domains.shown) > len(wanted))
        self.script.setText(
            speaker.count("partners-script", "Scri&pt for Exchange: {n} domain",
                          "Scri&pt for Exchange: {n} domains", n=len(wanted))
        )  # fmt: skip
        self.buttons.fit()

    def _tell_sums(self) -> None:
        report, speaker = self._report, self.context.language.speaker
        if report is None or len(report.checked) == 1:
            self.sums.say("")
            self.changed.say("")
            return
        from sel.text import delivery

        self.sums.say("\n".join(delivery.sums(speaker, report)))
        if report.nobody:
            self.changed.say(speaker.message(Message("delivery-nobody")))
            return
        names = ", ".join(each.domain for each in report.changed)
        self.changed.say(
            speaker.say("partners-changed", "Different since the last check: {names}", names=names)
            if names
            else ""
        )

    def _tell_script(self) -> None:
        if self._ruled is None:
            return
        (path, made), speaker = self._ruled, self.context.language.speaker
        say = speaker.say
        lines = [
            say("form-was-saved", "Saved: {path}", path=path),
            say(
                "partners-script-next",
                "Send it to whoever looks after Exchange Online. It is to be read first, then"
                " run with -WhatIf; -Undo takes it back.",
            ),
        ]
        if made.unchecked:
            lines.append(
                say("partners-script-unchecked", "Not checked yet: {names}",
                    names=", ".join(made.unchecked))
            )  # fmt: skip
        if made.bad:
            lines.append(
                say("partners-script-bad", "Mail to these would not be sent at present: {names}",
                    names=", ".join(made.bad))
            )  # fmt: skip
        self.saved.say("\n".join(lines))

    def _choose_script(self) -> None:
        title = self.context.language.speaker.say("partners-script-title", "Save the script")
        start = str(Path.home() / "enforce-tls.ps1")
        chosen, _ = QFileDialog.getSaveFileName(self, title, start)
        if chosen:
            self.save_script(Path(chosen))

    def _choose_report(self) -> None:
        title = self.context.language.speaker.say("partners-report-title", "Save the report")
        start = str(Path.home() / "partner-domains.csv")
        chosen, _ = QFileDialog.getSaveFileName(self, title, start)
        if chosen:
            self.save_report(Path(chosen))
