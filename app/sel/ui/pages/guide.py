"""Q2, step `guide`: one guide, its steps to tick, to be saved or printed in both languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from sel.base.progress import Progress
from sel.core.guides import Topic
from sel.flows import guides
from sel.journeys.guide import Reading
from sel.text.guide_files import written
from sel.text.guides import GuideWords
from sel.text.speaker import Speaker
from sel.ui import downloads
from sel.ui.guides.step import Blocks, GuideStep
from sel.ui.page import Page
from sel.ui.theme import Tone
from sel.ui.widgets.announce import announce
from sel.ui.widgets.beside import Beside
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.plain import Words


class GuidePage(Page):
    """Of the journey "guide"."""

    code = "Q2"

    def build(self) -> None:
        self.beginning: Blocks | None = None
        self.steps: dict[str, GuideStep] = {}
        self._saved: Path | None = None

    def enter(self, state: Reading) -> None:
        super().enter(state)
        if self.beginning is not None:
            return
        one = state.guide("en")
        self.beginning = Blocks(self._words_of(state).beginning(one), state.drawings, self)
        self.beginning.wanted.connect(self._follow)
        self.add(self.beginning)
        for step in one.steps:
            shown = GuideStep(step.blocks, state.drawings, self, ticks=one.ticks)
            shown.show_tick(step.id in state.ticked)
            shown.ticked.connect(lambda on, id_=step.id: self._tick(id_, on))
            shown.wanted.connect(self._follow)
            self.steps[step.id] = shown
            self.add(shown)
        self._add_end()

    def speak(self, speaker: Speaker) -> None:
        state: Reading = self.state
        words = GuideWords(speaker, state.own, state.labels)
        one = state.guide(speaker.language)
        self.title.setText(one.title)
        assert self.beginning is not None
        self.beginning.speak(words.beginning(one), words)
        for place, step in enumerate(one.steps):
            self.steps[step.id].speak(words.numbered(one, place), step.blocks, words)
        self.checked.setText(words.checked(one))
        self.pdf.setText(speaker.say("guide-save-pdf", "Print, or save as &PDF"))
        self.html.setText(speaker.say("guide-save-html", "Save as &web page"))
        self.others.setText(speaker.say("guide-others", "All &guides"))
        self.saved.say(
            speaker.say("guide-saved", "In both languages: {path}", path=self._saved)
            if self._saved is not None
            else ""
        )

    def primary(self, speaker: Speaker) -> str:
        if self._sets_up():
            return speaker.say("guide-try-it", "Write the &test mail")
        return speaker.say("guide-done", "&Done")

    def go(self) -> None:
        if self._sets_up():
            self.context.errand("try-it", None)
        else:
            self.answered.emit(self.state)

    def _add_end(self) -> None:
        self.checked = Words(self, tone=Tone.QUIET)
        self.pdf = Button(self, icon="print")
        self.html = Button(self, icon="file")
        self.saved = Words(self, tone=Tone.GOOD)
        self.saved.hide()
        self.others = QuietButton(self)
        self.add(self.checked, Beside((self.pdf, self.html), self), self.saved)
        self.add(self.others, narrow=True)
        self.pdf.clicked.connect(lambda: self._save(".pdf"))
        self.html.clicked.connect(lambda: self._save(".html"))
        self.others.clicked.connect(lambda: self.context.errand("guides", None))

    def _words_of(self, state: Reading) -> GuideWords:
        return GuideWords(self.context.language.speaker, state.own, state.labels)

    def _sets_up(self) -> bool:
        return bool(self.state.guide("en").topic is Topic.SET_UP)

    def _follow(self, target: str) -> None:
        """A step of this guide, something in Sêl's window, or another guide."""
        if target.startswith("#"):
            self.steps[target[1:]].come_into_view()
        elif target.startswith("sel:"):
            self.context.errand(target.removeprefix("sel:"), None)
        else:
            self.context.errand("guide", target)

    def _tick(self, step: str, on: bool) -> None:
        """Kept in the background; an error is shown and the tick is as it was."""
        services, one = self.context.services, self.state.guide("en")

        def work(_progress: Progress) -> None:
            guides.tick(services, one, step, on=on)

        task = self.context.runner.start(work)
        task.failed.connect(lambda failure: None if self.gone else self._not_kept(step, failure))

    def _not_kept(self, step: str, failure: Any) -> None:
        services, one = self.context.services, self.state.guide("en")
        self.steps[step].show_tick(step in guides.ticked(services, one))
        self.errors.tell(failure)

    def _save(self, ending: str) -> None:
        services, name = self.context.services, self.state.guide("en").name

        def work(_progress: Progress) -> Path:
            target = downloads.folder() / f"sel-{name}{ending}"
            services.outputs.write(target, written(services, name, ending), replace=True)
            return target

        self.work(work, self._written)

    def _written(self, path: Path) -> None:
        self._saved = path
        self.refresh_words()
        announce(self.saved, self.saved.text())
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
