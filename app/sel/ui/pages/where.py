"""B1, step `where`: a drive by its name, or a folder."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStorageInfo
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QVBoxLayout, QWidget

from sel.base.progress import Progress
from sel.flows.backups.where import about_place, refuse_place
from sel.ports.services import Services
from sel.text.speaker import Speaker
from sel.ui.page import Page
from sel.ui.reminders import LATER
from sel.ui.theme import GRID, Tone
from sel.ui.widgets.buttons import Button, QuietButton
from sel.ui.widgets.findings import FindingList
from sel.ui.widgets.plain import Words
from sel.ui.widgets.wrapping import WrappingRadio

_LINUX_MEDIA = ("/media/", "/run/media/", "/mnt/")


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive that is not the one this computer runs from. name: as the system shows it."""

    name: str
    folder: Path
    free: int


def drives() -> tuple[Drive, ...]:
    """Removable and further drives that can be written to; may wait for slow ones."""
    home = QStorageInfo(str(Path.home())).device()
    root = QStorageInfo.root().device()
    found = []
    for volume in QStorageInfo.mountedVolumes():
        place = volume.rootPath()
        media = sys.platform != "linux" or place.startswith(_LINUX_MEDIA)
        usable = volume.isValid() and volume.isReady() and not volume.isReadOnly()
        if usable and media and volume.device() not in (home, root):
            found.append(Drive(volume.displayName(), Path(place), volume.bytesAvailable()))
    return tuple(found)


def allowed_places(services: Services) -> tuple[Drive, ...]:
    """The folders that policy names, if it names any; those that are there."""
    found = []
    for each in services.policy.backup_places or ():
        folder = Path(os.path.expandvars(os.path.expanduser(each)))
        if folder.is_dir():
            free = QStorageInfo(str(folder)).bytesAvailable()
            found.append(Drive(str(folder), folder, free))
    return tuple(found)


def free_name(folder: Path, now: datetime) -> Path:
    """A file name of today that is not taken: an older backup is never overwritten."""
    plain = f"sel-backup-{now:%Y-%m-%d}"
    number = 1
    while True:
        path = folder / (f"{plain}.p12" if number == 1 else f"{plain}-{number}.p12")
        if not path.exists():
            return path
        number += 1


class WherePage(Page):
    """Of the journey of a backup."""

    code = "B1"

    def build(self) -> None:
        self.places = QVBoxLayout()
        self.places.setSpacing(GRID)
        self.group = QButtonGroup(self)
        self.choose = Button(self, icon="backup")
        self.target = Words(self, strong=True)
        self.about = FindingList(self)
        self.cloud = Words(self, tone=Tone.QUIET)
        self.unsound = FindingList(self)
        self.later = QuietButton(self)
        self.rows.addWidget(self.unsound)
        self.rows.addLayout(self.places)
        self.add(self.choose, narrow=True)
        self.add(self.target, self.about, self.cloud)
        self.add(self.later, narrow=True)
        self._drives: dict[WrappingRadio, Drive] = {}
        self._folder: Path | None = None
        self.choose.clicked.connect(self._choose)
        self.later.clicked.connect(self._tomorrow)

    def speak(self, speaker: Speaker) -> None:
        self.title.setText(speaker.say("where-title", "Where do you want to keep the backup?"))
        self.why.say(
            speaker.say(
                "where-why",
                "It belongs somewhere else than on this computer: a USB stick is best.",
            )
        )
        for button, drive in self._drives.items():
            free = speaker.size(drive.free)
            name = drive.name.replace("&", "&&")
            button.setText(
                speaker.say("drive-and-free", "{name} ({free} free)", name=name, free=free)
            )
        self.choose.setText(speaker.say("choose-a-folder", "C&hoose a folder"))
        self.target.say(
            speaker.say("backup-target", "The file: {path}", path=self.state.target)
            if self.state.target is not None
            else ""
        )
        self.about.speak(speaker)
        self.cloud.setVisible(not self.about.findings)
        self.cloud.setText(
            speaker.say(
                "cloud-is-fine",
                "OneDrive is fine if the passphrase is not kept there too.",
            )
        )
        self.unsound.speak(speaker)
        self.later.setText(
            speaker.say("remind-me-tomorrow", "No stick today? &Remind me tomorrow")
        )

    def enter(self, state: Any) -> None:
        super().enter(state)
        if state.verified is not None:
            self.unsound.tell(state.verified.findings)
        services = self.context.services
        bound = services.policy.backup_places is not None
        self.work(lambda _progress: allowed_places(services) if bound else drives(), self._found)

    def ready(self) -> bool:
        return self.state.target is not None

    def typed(self) -> Any:
        return self.state

    def take_folder(self, folder: Path) -> None:
        """This is where it goes."""
        self._folder = folder
        services = self.context.services
        self.about.tell(about_place(services, folder))
        target = free_name(folder, services.clock.now())
        self.state = replace(self.state, target=target, made=None, verified=None)
        self.refresh_words()
        self.readiness.emit()

    def go(self) -> None:
        services, target = self.context.services, self.state.target

        def work(_progress: Progress) -> None:
            refuse_place(services, target)
            services.outputs.ready(target, replace=False)

        self.work(work, lambda _none: self.answered.emit(self.state))

    def _found(self, found: tuple[Drive, ...]) -> None:
        for drive in found:
            button = WrappingRadio(self.body)
            QWidget.setTabOrder(next(reversed(self._drives), self.title), button)
            self._drives[button] = drive
            self.group.addButton(button)
            self.places.addWidget(button)
            button.toggled.connect(
                lambda on, folder=drive.folder: self.take_folder(folder) if on else None
            )
        if len(found) == 1 and self.state.target is None:
            next(iter(self._drives)).setChecked(True)
        self.refresh_words()

    def _choose(self) -> None:
        title = self.context.language.speaker.say("choose-a-folder-title", "Choose a folder")
        start = str(self._folder or Path.home())
        chosen = QFileDialog.getExistingDirectory(self, title, start)
        if chosen:
            self.group.setExclusive(False)
            for button in self._drives:
                button.setChecked(False)
            self.group.setExclusive(True)
            self.take_folder(Path(chosen))

    def _tomorrow(self) -> None:
        services = self.context.services
        until = services.clock.now() + timedelta(days=1)

        def work(_progress: Progress) -> None:
            preferences = services.preferences()
            known = preferences.read()
            preferences.keep(replace(known, later={**known.later, LATER: until}))

        self.work(work, lambda _none: self.context.errand("home", None))
