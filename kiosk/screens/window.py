"""The window: header, the page that is shown, and the fixed strip; it makes pages, keeps them and switches them."""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QWidget

from kiosk.core.clock import Clock
from kiosk.core.timing import SECOND_TAP
from kiosk.core.words import CHINESE, Tongue
from kiosk.screens.content import Page
from kiosk.screens.frame import Frame
from kiosk.screens.languages import NO_CATALOGUES, Catalogues, Languages
from kiosk.screens.pages import Pages
from kiosk.screens.rehearsal import rehearse_next
from kiosk.screens.screen import Screen
from kiosk.screens.snapshots import Snapshots
from kiosk.screens.touches import Touches
from kiosk.widgets.assist_band import Band
from kiosk.widgets.focus import FocusRing
from kiosk.widgets.taps import Taps
from kiosk.widgets.theme import TextSize, Theme

__all__ = ["Window"]

SIZES = {"standard": TextSize.STANDARD, "large": TextSize.LARGE, "huge": TextSize.HUGE}
PANEL = (1080, 1920)  # of a window that is not full-screen: short and long side, in the design's pixels
LOWERED = 0.4  # of an upright panel that no control stands in (norm 24)


class Window(QWidget):
    """``pressed`` says "home", "exit", "help", "read_aloud" from the strip, and what the page in it says.

    Text size, contrast and lowering are the window's own, and go back with ``reset``. ``touched`` comes for each touch
    of screen or keyboard, before anything acts on it. ``painted`` comes once, when the first picture is on its way.
    """

    pressed = Signal(str)
    answered = Signal(object)
    revised = Signal(str)
    asked = Signal(object)
    touched = Signal()
    painted = Signal()

    def __init__(
        self, *, pitch: float, orientation: str, text_size: str, clock: Clock, catalogues: Catalogues = NO_CATALOGUES
    ) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAccessibleName("近办")
        self.setWindowTitle("近办")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.theme = Theme(Taps(SECOND_TAP, clock.monotonic), pitch=pitch)
        self._first_size = SIZES[text_size]
        self.theme.set(size=self._first_size)
        self.theme.changed.connect(self._restyle)
        self._orientation = orientation
        self._lowered = self._full = False
        self._seen = False
        self._touches = Touches(self)
        self._touches.touched.connect(self._touched)
        self.languages = Languages(self.theme, catalogues)
        self._pages = Pages(self.theme, clock, self._connect)
        self._look: object = None  # of the page that is shown: another one orders the keyboard's way anew
        self._current: Screen | None = None
        self._frame = Frame(self, self.theme)
        self.assist_band = self._frame.band
        self.assist_band.ended.connect(lambda: self.pressed.emit("assist:end"))
        self._strip = self._frame.strip
        self._strip.pressed.connect(self._strip_pressed)
        self._strip.held.connect(self._held)
        self._ring = FocusRing(self, self.theme)
        self._snapshots = Snapshots(self)
        self._ahead = QTimer(self, interval=0)
        self._ahead.timeout.connect(self._make_one_ahead)
        application = cast("QApplication", QApplication.instance())
        application.focusChanged.connect(self._focus_moved)

    # --- showing ---

    @property
    def current(self) -> Screen:
        """The page that is shown."""
        if self._current is None:
            raise RuntimeError("no page has been shown yet")
        return self._current

    @property
    def portrait(self) -> bool:
        return self.height() >= self.width()

    @property
    def lowered(self) -> bool:
        """Whether the citizen has asked for 画面下移."""
        return self._lowered

    def open(self, *, windowed: bool) -> None:
        """Full-screen without a frame, or as a window of the panel's size for looking at."""
        short, long = (self.theme.px(side) for side in PANEL)
        size = (short, long) if self._orientation == "portrait" else (long, short)
        if windowed:
            self.resize(*size)
            self.show()
            return
        self._full = True
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setCursor(Qt.CursorShape.BlankCursor)
        self.setGeometry(self.screen().geometry())  # an X screen without a window manager makes nothing full by itself
        self.showFullScreen()

    def show_page(self, kind: str, page: Page) -> Screen:
        """Fills the page of this kind and brings it to the front; one that stands there already is only refilled."""
        screen = self._pages.use(kind)
        look = (self.theme.version, self._lowered, self.size().toTuple(), self.assist_band.on)
        before = self._current
        if screen is not before:
            self._snapshots.cover(kind, (screen.pictured(page), look), self._page_area())
        elif look == self._look and screen.refill(page):
            self._watch(screen, page)
            return screen
        screen.restyle()
        screen.fill(page)
        self._current, self._look = screen, look
        self._frame.say(page.title)
        self._place()
        if screen is not before:
            self.theme.taps.page_came()
            if not self._seen:
                screen.installEventFilter(self)
            screen.show()
            self._ring.raise_()
            if before is not None:
                before.hide()
        self._frame.order_focus(self.current)
        self._watch(screen, page)
        return screen

    def _watch(self, screen: Screen, page: Page) -> None:
        if screen.blank() and not self._touches.by_keyboard and not self.assist_band.on:
            self._snapshots.watch(screen, page, (screen.pictured(page), self._look), self._page_area())

    def reset(self) -> None:
        """For the next citizen: looks as at first, and no text or picture of the one before."""
        self._pages.forget()
        self._frame.say("")
        self.set_looks(self._first_size, high_contrast=False, lowered=False, tongue=CHINESE)

    def _connect(self, screen: Screen) -> None:
        """A page has been made."""
        screen.setParent(self)
        screen.pressed.connect(self.pressed)
        screen.answered.connect(self.answered)
        screen.revised.connect(self.revised)
        screen.asked.connect(self.asked)
        screen.held.connect(self._held)
        screen.regrouped.connect(lambda: self._frame.order_focus(self.current) if screen is self._current else None)

    def _make_one_ahead(self) -> None:
        """In idle time after the first picture: the pages to come, laid out and with their drawings painted once."""
        screen = self._pages.make_one_ahead()
        if screen is None:
            self._ahead.stop()
            return
        screen.arrange(portrait=self.portrait, controls_from=0)
        screen.resize(self.current.size())
        screen.settle()
        screen.grab()

    def show_band(self, band: Band | None) -> None:
        """Over every page from now on, or none any more."""
        if self._frame.show_band(band) and self._current is not None:
            self._place()
            self._frame.order_focus(self._current)

    # --- the citizen's own looks ---

    def set_looks(self, size: TextSize, *, high_contrast: bool, lowered: bool, tongue: Tongue | None = None) -> None:
        """As the strip's own controls would, at once. Without ``tongue`` the language stays."""
        self._lower(lowered)
        self.theme.set(size=size, high_contrast=high_contrast, tongue=tongue)

    def _strip_pressed(self, what: str) -> None:
        if what == "text_size":
            self.theme.set(size=self.theme.size.next)
        elif what == "contrast":
            self.theme.set(high_contrast=not self.theme.high_contrast)
        elif what == "lower":
            self._lower(not self._lowered)
        else:
            self.pressed.emit(what)

    def _held(self, what: str) -> None:
        """When the control has been painted as pressed."""

        def rehearse() -> None:
            if not what.startswith("nav.") or self._strip.buttons[what].isDown():
                rehearse_next(what, (*self._frame.parts, self.current), self.theme, self.languages)

        QTimer.singleShot(0, self, rehearse)

    def _lower(self, lowered: bool) -> None:
        if lowered != self._lowered:
            self._lowered = lowered
            self._strip.show_state(lowered=lowered)
            self._place()

    def _restyle(self) -> None:
        self._frame.restyle(lowered=self._lowered)
        if self._current is not None:
            self._current.restyle()
        self._place()
        self.update()

    # --- where things stand ---

    @property
    def _alone(self) -> bool:
        return self._current is not None and self._current.alone

    def _place(self) -> None:
        portrait = self.portrait
        area = self._frame.place(portrait=portrait, lowered=self._lowered, alone=self._alone)
        if self._current is None:
            return
        lowered = round(self.height() * LOWERED) - area.y() if self._lowered and portrait else 0
        self._current.arrange(portrait=portrait, controls_from=lowered)
        self._current.setGeometry(area)
        self._current.settle()

    def _page_area(self) -> QRect:
        """What the strip leaves: header and page."""
        return self._frame.area(portrait=self.portrait, alone=self._alone)

    def event(self, event: QEvent) -> bool:
        """Holds Python from the first widget that is painted to the last: each would wait anew for a busy thread."""
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody at the screen closes a terminal (Alt+F4, a desktop's menu): it ends by a signal or from the menu."""
        if event.spontaneous() and self._full:
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Nothing here has one; whatever asks for one ends here."""
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._current is None:
            QPainter(self).fillRect(self.rect(), self.theme.colours.ground)

    # --- who touches ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The first picture of the first page."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, Screen):
            watched.removeEventFilter(self)
            if not self._seen:
                self._seen = True
                QTimer.singleShot(0, self._first_picture)
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.windowHandle().installEventFilter(self._touches)

    def _touched(self) -> None:
        self._snapshots.touched()
        self.touched.emit()

    def _first_picture(self) -> None:
        self.painted.emit()
        self._ahead.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._current is not None and event.text():
            self._current.keyPressEvent(event)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Qt puts it on some control for a window that becomes active: unseen, the control would take Space and Return
        from the page."""
        mine = now is not None and self.isAncestorOf(now)
        self._ring.follow(now if mine and self._touches.by_keyboard else None)
        if now is not None and mine and not self._touches.by_keyboard:
            now.clearFocus()
