"""Chinese by hand or by pinyin, with digits and signs: what may be meant is offered, and one tap writes it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from kiosk.core.job import Progress
from kiosk.core.step import EnterText
from kiosk.core.words import joined, said
from kiosk.core.writing import Candidates, Handwritten, Phrase, Question, Spelled
from kiosk.screens.content import Page
from kiosk.screens.screen import Screen
from kiosk.widgets.candidates import CandidateBar, ToolButton
from kiosk.widgets.notice import Notice
from kiosk.widgets.pinyin_keys import PinyinKeys, SignKeys
from kiosk.widgets.text import Heading
from kiosk.widgets.theme import Role, Theme
from kiosk.widgets.writing_pad import WritingPad
from kiosk.widgets.written_field import WrittenField

__all__ = ["WriteScreen"]

HAND, PINYIN, SIGNS = "hand", "pinyin", "signs"
ASKING = {HAND: "一次写一个字，写大一点", PINYIN: "按拼音，再点要的字", SIGNS: "点一个，写上一个"}
CHOOSING = {HAND: "点一下您写的字", PINYIN: "点一下要的字"}
WRITTEN = "写好了就点下一步"
PENDING = "有字还没点，先点上"
OUT_OF_ORDER = {HAND: "手写今天用不了，用拼音写", PINYIN: "拼音今天用不了，用手写"}
NEITHER = "今天写不了汉字，找人帮忙"
LETTERS = 24  # typed before one of the candidates is tapped: an address in parts, not in one go
LONGEST = 12  # characters of a candidate, which stands on one line
LATIN_AT = 7  # the letters themselves are the eighth candidate: a building is 「A座」


class WriteScreen(Screen):
    """What was written stays while the citizen looks at something else; another question begins with nothing.

    ``asked`` says what is to be read; the answer comes as ``Candidates``. Hand or pinyin, as the citizen chose, stays
    until the end of the visit.
    """

    kind = "write"
    said_to_all = True  # it speaks of the question, never of what was written
    controls_in_second = True
    columns = (9, 11)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._step: EnterText | None = None
        self._text = self._letters = ""
        self._mode = self._way = HAND  # the way of writing characters comes back after the signs
        self._broken: set[str] = set()
        self._phrases: tuple[Phrase, ...] = ()
        self._asking = False  # somebody has been asked, and may hold memory for it
        self._heading = Heading(theme)
        self._field = WrittenField(theme)
        self._hint = Notice(theme)
        for part in (self._heading, self._field, self._hint):
            self.first.addWidget(part)
        self.first.addStretch(1)
        self._bars = {HAND: CandidateBar(theme, Role.TITLE), PINYIN: CandidateBar(theme, Role.BUTTON)}
        for bar in self._bars.values():
            bar.taken.connect(self._take)
            bar.shown.connect(self.regrouped)
        self._pad = WritingPad(theme, "pad", prompt="在这里写一个字")
        self._keys, self._signs = PinyinKeys(theme), SignKeys(theme)
        self._pad.changed.connect(self._pad_changed)
        self._keys.pressed.connect(self._press)
        self._signs.pressed.connect(self._write)
        self._tools = {
            name: self._tool(name, words, act)
            for name, words, act in (
                ("undo", "退一笔", self._pad.undo),
                ("clear", "重写", self._pad.clear),
                ("delete", "删除", self._delete),
                ("mode", "", self._change_way),
                ("signs", "", self._change_signs),
            )
        }
        self._lay_out()
        self.add_back()
        self._next = self.add_primary("nav.next", "写好了，下一步", "mdi6.arrow-right")
        self._next.tapped.connect(self._done)

    def _tool(self, name: str, words: str, act: Callable[[], None]) -> ToolButton:
        button = ToolButton(self.theme, f"write.{name}", words)
        button.tapped.connect(act)
        return button

    def _lay_out(self) -> None:
        """By hand a row of tools over the pad and one below it; over keys there is no room for two."""
        hand, pinyin, tools = self._bars[HAND], self._bars[PINYIN], self._tools
        tools["delete"].same_again = True
        self.second.setSpacing(self.theme.px(Theme.GAP))
        self.second.addWidget(hand)
        self.second.addWidget(pinyin)
        self._add_row(hand.before, hand.after, tools["undo"], tools["clear"])
        for part in (self._pad, self._keys, self._signs):
            self.second.addWidget(part, 1)
        self._add_row(pinyin.before, pinyin.after, tools["delete"], tools["mode"], tools["signs"])

    def _add_row(self, *buttons: ToolButton) -> None:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px(Theme.GAP))
        for button in buttons:
            row.addWidget(button, 1)
        self.second.addLayout(row)

    # --- a page among pages ---

    def fill(self, page: Page) -> None:
        step = page.of(EnterText)
        if step != self._step:
            self._step = None  # an empty pad is no question
            self._pad.clear()
            self._step, self._text, self._letters = step, "", ""
        self._heading.say(step.heading)
        self._field.be(step.name, step.heading, step.most)
        self.show_alternatives(step.alternatives)
        self.show_back(page)
        self._turn_to(self._mode)

    def forget(self) -> None:
        super().forget()
        self._step = None
        self._text = self._letters = ""
        self._mode = self._way = HAND
        self._broken.clear()
        self._pad.clear()
        self._offer(())
        self._field.show_text("", "")
        if self._asking:
            self._asking = False
            self.asked.emit(None)

    def spoken(self) -> str:
        hint = self._step.hint if self._step is not None else ""
        return joined("。", (self._heading.said, hint, ASKING[self._mode]))

    def progress(self, event: Progress) -> None:
        if not isinstance(event, Candidates):
            return
        of = HAND if isinstance(event.question, Handwritten) else PINYIN
        if event.phrases is None:
            self._broken.add(of)
            if self._way == of and self._broken != {HAND, PINYIN}:
                self._way = PINYIN if of == HAND else HAND
            self._turn_to(SIGNS if self._broken == {HAND, PINYIN} else self._way)
        elif of == self._mode:
            self._offer(event.phrases)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A keyboard, where the site has one."""
        typed = event.text()
        if event.key() == Qt.Key.Key_Backspace:
            self._delete()
        elif self._mode == PINYIN and typed.isascii() and typed.isalpha():
            self._press(typed.lower())
        elif typed.isprintable() and typed:
            self._write(typed)
        else:
            super().keyPressEvent(event)

    # --- ways of writing ---

    def _turn_to(self, mode: str) -> None:
        self._mode = mode
        for way, bar in self._bars.items():
            bar.stand(way == mode)
        for way, part in ((HAND, self._pad), (PINYIN, self._keys), (SIGNS, self._signs)):
            part.setVisible(way == mode)
        for name in ("undo", "clear"):
            self._tools[name].setVisible(mode == HAND)
        self._tools["mode"].say("拼音" if self._way == HAND else "手写")
        self._tools["mode"].setVisible(mode != SIGNS and not self._broken)
        self._tools["signs"].say("写字" if mode == SIGNS else "数字")
        self._tools["signs"].setVisible(self._broken != {HAND, PINYIN})
        self._offer(())
        self._ask()
        self.regrouped.emit()

    def _change_way(self) -> None:
        self._way = PINYIN if self._way == HAND else HAND
        self._drop_pending()
        self._turn_to(self._way)

    def _change_signs(self) -> None:
        self._drop_pending()
        self._turn_to(self._way if self._mode == SIGNS else SIGNS)

    def _drop_pending(self) -> None:
        self._letters = ""
        if self._pad.strokes:
            self._pad.clear()

    # --- what is pending ---

    @property
    def _pending(self) -> bool:
        return bool(self._letters or self._pad.strokes)

    def _pad_changed(self) -> None:
        if self._mode == HAND and self._step is not None:
            if not self._pad.strokes:
                self._offer(())
            self._ask()

    def _press(self, letter: str) -> None:
        if len(self._letters) < LETTERS and (self._letters or letter != "'"):
            self._letters += letter
            self._ask()
            self._show()

    def _ask(self) -> None:
        if self._mode in self._bars and self._mode not in self._broken:
            self._asking = True
            self.asked.emit(self._question())

    def _question(self) -> Question:
        if self._mode == PINYIN:
            return Spelled(self._letters)
        return Handwritten(tuple(tuple((x, y) for x, y, _ in stroke) for stroke in self._pad.strokes))

    def _offer(self, phrases: tuple[Phrase, ...]) -> None:
        found = [phrase for phrase in phrases if len(phrase.text) <= LONGEST]
        if self._mode == PINYIN and self._letters:
            latin = Phrase(self._letters.replace("'", "").upper(), len(self._letters))
            found.insert(min(LATIN_AT, len(found)), latin)
        self._phrases = tuple(found)
        for way, bar in self._bars.items():
            bar.offer([phrase.text for phrase in found] if way == self._mode else ())
        self._show()

    def _take(self, at: int) -> None:
        phrase = self._phrases[at]
        if not self._write(phrase.text):
            return
        if self._mode == PINYIN:
            self._letters = self._letters[phrase.letters :].lstrip("'")
            self._offer(())
            self._ask()
        else:
            self._pad.clear()

    # --- what is written ---

    def _write(self, text: str) -> bool:
        """Writes it behind what stands there, if there is room for it."""
        step = self._step
        if step is None:
            return False
        if len(self._text) + len(text) > step.most:
            self._hint.say("warning", said("最多写{most}个字", most=step.most))
            return False
        self._text += text
        self._show()
        return True

    def _delete(self) -> None:
        if self._letters:
            self._letters = self._letters[:-1]
            self._offer(())
            self._ask()
        else:
            self._text = self._text[:-1]
            self._show()

    def _show(self) -> None:
        self._field.show_text(self._text, self._letters)
        if self._broken == {HAND, PINYIN}:
            self._hint.say("warning", NEITHER)
        elif self._phrases:
            self._hint.say("info", CHOOSING[self._mode])
        elif self._text:
            self._hint.say("good", WRITTEN)
        elif self._broken and self._mode != SIGNS:
            (broken,) = self._broken
            self._hint.say("warning", OUT_OF_ORDER[broken])
        else:
            asking = self._step.hint if self._step is not None and not self._pending else ""
            self._hint.say("info", asking or ASKING[self._mode])

    def _done(self) -> None:
        """Before there is an answer the button says what is missing; it never stands there dead."""
        if self._step is None:
            return
        problem = PENDING if self._pending else self._step.problem(self._text)
        if problem:
            self._hint.say("error", problem)
        else:
            self.answer(self._text.strip())

    def answer(self, text: str) -> None:
        self.answered.emit(text)
