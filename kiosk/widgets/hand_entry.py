"""One character at a time by hand: a pad, what may be meant over it, and keys beside it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk.widgets.candidates import IN_A_ROW, CandidateBar
from kiosk.widgets.keypad import Key
from kiosk.widgets.theme import Role, Theme
from kiosk.widgets.writing_pad import WritingPad

__all__ = ["HandEntry"]

# key, words
KEYS = (("rewrite", "重写"), ("delete", "删除"), ("clear", "清空"))


class HandEntry(QWidget):
    """``changed`` comes with each stroke: ``strokes`` are to be read, and ``offer`` takes what they may be.

    ``written`` says the character that was tapped. ``pressed`` says "delete" or "clear", for what is written already.
    ``regrouped`` comes when other keys stand there.
    """

    changed = Signal()
    written = Signal(str)
    pressed = Signal(str)
    regrouped = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._offered: tuple[str, ...] = ()
        self._bar = CandidateBar(theme, Role.BUTTON)
        for turning in (self._bar.before, self._bar.after):
            turning.setParent(self._bar)  # eight are offered: there is nothing to turn to
            turning.hide()
        self._bar.taken.connect(self._take)
        self._bar.shown.connect(self.regrouped)
        self._pad = WritingPad(theme, "pad", prompt="在这里写一个字")
        self._pad.changed.connect(self._changed)
        beside = QVBoxLayout()
        for key, words in KEYS:
            button = Key(theme, f"keypad.{key}", words)
            button.role = Role.CAPTION
            button.setMinimumWidth(theme.px(Theme.KEY))
            button.tapped.connect(lambda pressed=key: self._press(pressed))
            button.take_room(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Expanding)
            beside.addWidget(button)
        row = QHBoxLayout()
        row.addWidget(self._pad, 1)
        row.addLayout(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for layout in (beside, row, column):
            layout.setSpacing(theme.px(Theme.GAP))
        column.addWidget(self._bar)
        column.addLayout(row, 1)

    @property
    def strokes(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        return tuple(tuple((x, y) for x, y, _ in stroke) for stroke in self._pad.strokes)

    def offer(self, characters: Sequence[str]) -> None:
        """The likeliest first; of none that was offered before anything remains."""
        self._offered = tuple(characters[:IN_A_ROW])
        self._bar.offer(self._offered)

    def clear(self) -> None:
        self._pad.clear()
        self.offer(())

    def _changed(self) -> None:
        if not self._pad.strokes:
            self.offer(())
        self.changed.emit()

    def _take(self, at: int) -> None:
        taken = self._offered[at]
        self._pad.clear()
        self.written.emit(taken)

    def _press(self, key: str) -> None:
        if key == "rewrite":
            self._pad.clear()
        else:
            self.pressed.emit(key)
