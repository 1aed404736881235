"""Settings of the downtime pack: its folder, its evening, its password, and which pack lies there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.choice_box import ChoiceBox
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip


class DowntimePanel(Panel):
    """The panel. What is chosen acts at once; without an open file, or without a window, nothing can be."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(self.tr("Downtime pack"), self.tr("for the open file, on this computer"))
        self._ctx = ctx
        about = self.tr(
            "Worklist, contacts, the visits of 14 days and blank forms as one PDF: with it the ward works while the "
            "program is down. It holds names and telephones: choose a folder that only the unit can open."
        )
        self._about = PlainLabel(about, "caption", wrap=True)
        self.folder = ElidedLabel("")
        self.choose = KeyButton(self.tr("Choose…"), small=True)
        self.show_button = KeyButton(self.tr("Show"), small=True)
        self.evening = QCheckBox(self.tr("Write it each evening at"))
        self.at = ChoiceBox()
        self.at.setAccessibleName(self.tr("Time of the evening's downtime pack"))
        self.at.addItems([f"{hour:02}:{minute:02}" for hour in range(24) for minute in (0, 30)])
        self.locked = QCheckBox(self.tr("With a password, which is asked after each start and kept nowhere"))
        self.status = PlainLabel("", "muted", wrap=True)
        self.trouble = AlertNote("", "", "warn")
        self.write = KeyButton(self.tr("Write now"), icon="print", hint="Ctrl+Shift+D", small=True)
        self._lay_out()
        self._listen()
        self.refresh()

    def _lay_out(self) -> None:
        place, evening, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for row in (place, evening, foot):
            row.setSpacing(Space.SMALL)
        for button in (self.choose, self.show_button):
            button.setAccessibleName(f"{self.accessibleName()}: {button.text()}")
        place.addWidget(PlainLabel(self.tr("Folder"), "muted"))
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        place.addWidget(self.show_button)
        evening.addWidget(self.evening)
        evening.addWidget(self.at)
        evening.addStretch(1)
        foot.addStretch(1)
        foot.addWidget(self.write)
        self.add(self._about)
        self.body().addLayout(place)
        self.body().addLayout(evening)
        for widget in (self.locked, self.status, self.trouble):
            self.add(widget)
        self.body().addLayout(foot)

    def _listen(self) -> None:
        self.choose.clicked.connect(self._choose)
        self.show_button.clicked.connect(self._show)
        self.evening.clicked.connect(self._keep)
        self.locked.clicked.connect(self._keep)
        self.at.activated.connect(self._keep)
        self.write.clicked.connect(self._write)
        if self._ctx.downtime is not None:
            self._ctx.downtime.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is chosen and which pack was written last."""
        desk = self._ctx.downtime
        opened = desk is not None and self._ctx.workspace is not None
        for widget in (self.choose, self.evening, self.at, self.locked, self.write):
            widget.setEnabled(opened)
        if desk is None:
            return
        choice = desk.choice()
        words = str(choice.folder) if choice.folder is not None else self.tr("none chosen")
        self.folder.setText(words)
        self.folder.setToolTip(plain_tooltip(words))
        self.show_button.setEnabled(desk.pack() is not None)
        self.evening.setEnabled(opened and desk.has_evenings)
        self.at.setEnabled(self.evening.isEnabled() and choice.evening)
        self.evening.setChecked(choice.evening and desk.has_evenings)
        self.locked.setChecked(choice.locked)
        self._show_time(f"{choice.at:%H:%M}")
        self.write.setText(self.tr("Stop") if desk.writing else self.tr("Write now"))
        self.status.setText(self._status())
        self.trouble.set_note(*(desk.trouble or ("", "")))
        self.trouble.setVisible(desk.trouble is not None)

    def _show_time(self, words: str) -> None:
        if self.at.findText(words) < 0:
            self.at.addItem(words)
        self.at.setCurrentIndex(self.at.findText(words))

    def _status(self) -> str:
        desk, words = self._ctx.downtime, self._ctx.wording
        if desk is None or self._ctx.workspace is None:
            return self.tr("Open a data file first.")
        if desk.writing:
            return self.tr("The downtime pack is being written")
        choice = desk.choice()
        if choice.written is None or choice.folder is None:
            return self.tr("No pack has been written from this computer yet.")
        moment = f"{words.date(choice.written.date())}, {choice.written:%H:%M}"
        said = self.tr("Downtime pack of {moment} in {folder}").format(moment=moment, folder=choice.folder)
        if not desk.has_evenings:
            said += " · " + self.tr("a practice ward’s is written by key only")
        return said

    def _choose(self) -> None:
        if self._ctx.downtime is not None:
            self._ctx.downtime.choose_folder()

    def _show(self) -> None:
        pack = self._ctx.downtime.pack() if self._ctx.downtime is not None else None
        if pack is not None:
            from hsct_desktop.views.pdf_view import show_in_folder

            show_in_folder(pack)

    def _keep(self) -> None:
        desk = self._ctx.downtime
        if desk is not None:
            kept = replace(
                desk.choice(), evening=self.evening.isChecked() if desk.has_evenings else desk.choice().evening,
                at=dt.time.fromisoformat(self.at.currentText()), locked=self.locked.isChecked(),
            )  # fmt: skip
            locks = kept.locked and not desk.choice().locked
            desk.choose(kept)
            if locks and desk.pack() is not None:
                # The pack that lies there has none.
                self._ctx.toast(self.tr("The next pack has a password: Ctrl+Shift+D writes it now"))

    def _write(self) -> None:
        desk = self._ctx.downtime
        if desk is not None and desk.writing:
            desk.stop()
        else:
            self._ctx.action_wanted.emit("downtime_pack")
