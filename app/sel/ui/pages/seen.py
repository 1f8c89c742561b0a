"""O1, step `seen`: any files are named, and each has its right next step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QFileDialog, QSizePolicy, QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.flows import next_steps
from sel.flows.checking import Checked
from sel.flows.inspecting import CertificateSeen
from sel.flows.next_steps import NextStep, Offered
from sel.text.speaker import Speaker
from sel.text.visible import visible
from sel.ui.page import Page
from sel.ui.pages import _seen_words as words
from sel.ui.pages._certificate import shown
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.certificate_card import CertificateCard
from sel.ui.widgets.file_drop import FileDrop
from sel.ui.widgets.file_table import FileTable
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.lines import Line
from sel.ui.widgets.plain import Words, isolated

_MOST_CARDS = 3
_ERRANDS = {
    NextStep.SET_UP: "given-file",
    NextStep.BRING_BACK: "restore",
    NextStep.ANSWER: "answer",
    NextStep.SEND_FORM: "send-form",
}
_ALONE = frozenset({NextStep.SEND_FORM})
"""Errands that need nothing of the file itself."""


class SeenPage(Page):
    """Of the journey "Open or check"."""

    code = "O1"

    def build(self) -> None:
        self.drop = FileDrop(self, many=True)
        self.table = FileTable(self)
        self.copy = Button(self, icon="copy")
        self.rewrap = Button(self)
        self.others = QuietButton(self)
        self.line = Line("file", Tone.PLAIN, self)
        self.verdict = Line("done", Tone.GOOD, self)
        self.findings = FindingList(self)
        self.cards = QVBoxLayout()
        self.cards.setSpacing(2 * GRID)
        self.more = Words(self, tone=Tone.QUIET)
        self.copied = Words(self, tone=Tone.GOOD)
        self.add(self.drop, self.table)
        for button in (self.copy, self.others, self.rewrap):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.add(self.copy, self.line, self.verdict, self.findings)
        self.rows.addLayout(self.cards)
        self.add(self.more, self.rewrap, self.copied, self.others)
        self._found: tuple[Offered, ...] = ()
        self._judged: dict[Path, Checked] = {}
        self._saved: tuple[Path, ...] = ()
        self.drop.several.connect(self._look)
        self.table.picked.connect(lambda _number: self.refresh_words())
        self.copy.clicked.connect(self._copy_list)
        self.others.clicked.connect(self._start_again)
        self.rewrap.clicked.connect(self._copy_keys)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("seen-title", "Open or check a file or an e-mail"))
        self.why.say(
            ""
            if self._found
            else speaker.say(
                "seen-why",
                "Anything: certificates, e-mails, archives, whole folders. Sêl only reads them, "
                "and says what each is and what can be done with it.",
            )
        )
        self.drop.speak(speaker)
        self.drop.setVisible(not self._found)
        several = len(self._found) > 1
        self.table.setVisible(several)
        self.copy.setVisible(several)
        self.others.setVisible(bool(self._found))
        self.others.setText(speaker.say("other-files", "Look at &other files"))
        self.rewrap.setText(speaker.say("copy-keys", "&Make a copy for others"))
        self.copy.setText(speaker.say("copy-the-list", "Copy the list"))
        if several:
            self.table.blockSignals(True)
            self.table.tell([words.row(each, speaker) for each in self._found], speaker)
            self.table.blockSignals(False)
        self.copied.say("")
        self._speak_front(speaker)

    def primary(self, speaker: Speaker) -> str:
        front = self._front()
        return words.verb(front, speaker) if front is not None else ""

    def enter(self, state: Any) -> None:
        super().enter(state)
        if state.files:
            self._look(state.files)

    def first(self) -> QWidget | None:
        return self.table if len(self._found) > 1 else None

    def offer(self, file: Path) -> bool:
        """More files were dropped: they take the place of those that are here."""
        self._look((file,))
        return True

    def offer_all(self, files: tuple[Path, ...]) -> bool:
        """The same for several."""
        self._look(files)
        return True

    def ready(self) -> bool:
        return self._front() is not None

    def go(self) -> None:
        front = self._front()
        if front is None:
            return
        path = front.seen.path
        match front.step:
            case NextStep.ASK_SENDER:
                self._copy_words(front)
            case NextStep.OPEN_MAIL:
                self.answered.emit(replace(self.state, chosen=path, mail=path, copy=None))
            case NextStep.CHECK:
                self._check(front)
            case NextStep.NOTHING:
                self.context.errand("home", None)
            case _ if front.on_disk or front.step in _ALONE:
                self.context.errand(_ERRANDS[front.step], self._about(front, path))
            case _:
                self._take_out(front)

    def _look(self, files: tuple[Path, ...]) -> None:
        services = self.context.services
        self.state = replace(self.state, files=files, mail=None)

        def work(progress: Progress) -> tuple[Offered, ...]:
            return next_steps.look_at_all(services, files, progress)

        self.work(work, self._known)

    def _known(self, found: tuple[Offered, ...]) -> None:
        self._found = found
        self._judged.clear()
        self.refresh_words()
        if found:
            chosen = [n for n, each in enumerate(found) if each.seen.path == self.state.chosen]
            wanted = [n for n, each in enumerate(found) if each.step is not NextStep.NOTHING]
            self.table.pick((*chosen, *wanted, 0)[0])
            (self.first() or self.title).setFocus()
            speaker = self.context.language.speaker
            announce(self, words.how_many(len(found), speaker))
        self.refresh_words()

    def _start_again(self) -> None:
        self._found = ()
        self._judged.clear()
        self.state = replace(self.state, files=(), chosen=None)
        self.refresh_words()
        self.drop.button.setFocus()

    def _front(self) -> Offered | None:
        if len(self._found) == 1:
            return self._found[0]
        number = self.table.front
        return self._found[number] if 0 <= number < len(self._found) else None

    def _speak_front(self, speaker: Speaker) -> None:
        front = self._front()
        self.line.setVisible(front is not None)
        self.rewrap.setVisible(front is not None and next_steps.closed_to_some(front))
        while (old := self.cards.takeAt(0)) is not None:
            gone = old.widget()
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.findings.speak(speaker)
        if front is None:
            self.findings.tell(())
            self.verdict.hide()
            self.more.say("")
            return
        row = words.row(front, speaker)
        self.line.sign.show_sign(row.sign, row.tone)
        self.line.name.say(isolated(visible(front.seen.path.name)))
        self.line.text.say(words.about(front, speaker))
        checked = self._judged.get(front.seen.path)
        self.verdict.setVisible(checked is not None)
        if checked is not None:
            self.verdict.sign.show_sign(*words.look_of(checked.verdict))
            self.verdict.name.setText(words.verdict(checked.verdict, speaker))
            self.verdict.text.say("")
        self.findings.tell(checked.findings if checked is not None else front.seen.findings)
        held = [each.facts for each in front.seen.objects if isinstance(each, CertificateSeen)]
        before: QWidget = self.copy
        for facts in held[:_MOST_CARDS]:
            card = CertificateCard(self)
            card.tell(shown(facts))
            card.speak(speaker)
            self.cards.addWidget(card)
            QWidget.setTabOrder(before, card.folded.button)
            before = card.folded.button
        left = len(held) - _MOST_CARDS
        more = speaker.count(
            "more-certificates",
            "and {n} more certificate",
            "and {n} more certificates",
            n=max(left, 0),
        )
        self.more.say(more if left > 0 else "")

    def _about(self, front: Offered, path: Path) -> Path | None:
        return None if front.step in _ALONE else path

    def _take_out(self, front: Offered) -> None:
        """A packed file has to be one of its own first; the person says where."""
        speaker = self.context.language.speaker
        title = speaker.say("take-out-title", "Save the file from the archive")
        start = self.state.files[0].parent / front.seen.path.name
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(start))
        if chosen:
            self.take_out_to(front, Path(chosen))

    def take_out_to(self, front: Offered, target: Path) -> None:
        """Write it there; the file dialog has asked about replacing."""
        services, files = self.context.services, self.state.files

        def work(_progress: Progress) -> Path:
            data = next_steps.data_of(services, files, front.seen.path)
            services.outputs.write(target, data, replace=True, private=True)
            return target

        self.work(work, lambda saved: self.context.errand(_ERRANDS[front.step], saved))

    def _check(self, front: Offered) -> None:
        services, files = self.context.services, self.state.files
        path = front.seen.path

        def work(progress: Progress) -> Checked:
            return next_steps.check(services, files, path, progress)

        self.work(work, lambda checked: self._checked(path, checked))

    def _checked(self, path: Path, checked: Checked) -> None:
        self._judged[path] = checked
        self.refresh_words()
        announce(self, words.verdict(checked.verdict, self.context.language.speaker))

    def _copy_words(self, front: Offered) -> None:
        self._copied(words.to_sender(front))

    def _copy_keys(self) -> None:
        front = self._front()
        if front is not None:
            path = front.seen.path
            self.answered.emit(replace(self.state, chosen=path, mail=None, copy=path))

    def _copy_list(self) -> None:
        self._copied(self.table.text())

    def _copied(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        done = self.context.language.speaker.say("copied", "Copied")
        self.copied.say(done)
        announce(self, done)
