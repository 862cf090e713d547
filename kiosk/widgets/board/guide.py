"""What to do, as pictures with words; and photographs."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from kiosk.widgets import guides
from kiosk.widgets.board.block import PAD, Block, place
from kiosk.widgets.surfaces import paint_rounded
from kiosk.widgets.theme import Role, Theme

__all__ = ["GuideBlock", "GuideStep", "PhotoBlock", "Snapshot"]

PICTURE_WIDE, PICTURE_HIGH, PICTURE_LEAST, GAP, NUMBER = 300, 220, 100, 24, 56
PHOTO_HIGH = 640


@dataclass(frozen=True)
class GuideStep:
    """``beside``: the words stand beside the picture, else under it. ``most``: pixels of height, if words allow."""

    number: int
    picture: str
    words: str
    beside: bool
    most: int


@dataclass(frozen=True)
class Snapshot:
    data: bytes
    words: str
    most: int  # pixels of height


class GuideBlock(Block):
    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._step = GuideStep(0, "", "", True, 0)
        self._number = self.text(Role.BODY, bold=True, colour="on_primary")
        self._number.set_align(Qt.AlignmentFlag.AlignHCenter)
        self._words = self.text(Role.BODY, bold=True)
        self._picture = QRect()

    def fill(self, step: GuideStep) -> None:
        if step != self._step:
            self._step = step
            self.update()
        self._number.say(str(step.number))
        self._words.say(step.words)

    def lay(self, width: int, least: int = 0) -> int:
        px = self.theme.px
        side = max(px(NUMBER), self.theme.line(Role.BODY))
        if self._step.beside:
            wide = min(px(PICTURE_WIDE), (width - 2 * px(PAD)) * 2 // 5)
            high = wide * PICTURE_HIGH // PICTURE_WIDE
            x = px(PAD) + wide + px(GAP)
            words = self._words.heightForWidth(width - x - px(PAD))
            under = side + px(8) + words
            whole = max(high, under) + 2 * px(PAD)
            self._picture = QRect(px(PAD), (whole - high) // 2, wide, high)
            top = (whole - under) // 2
            self._place_number(x, top, side)
            place(self._words, x, top + side + px(8), width - x - px(PAD))
            return whole
        wide = width - 2 * px(PAD)
        words = max(self._words.heightForWidth(wide - side - px(12)), side)
        most = max(self._step.most - words - px(12) - 2 * px(PAD), px(PICTURE_LEAST))
        high = min(wide * PICTURE_HIGH // PICTURE_WIDE, px(PICTURE_HIGH), most)
        self._picture = QRect(px(PAD), px(PAD), wide, high)
        top = self._picture.bottom() + 1 + px(12)
        self._place_number(px(PAD), top, side)
        x = px(PAD) + side + px(12)
        end = place(self._words, x, top + max((side - self.theme.line(Role.BODY)) // 2, 0), width - x - px(PAD))
        return max(end, top + side) + px(PAD)

    def _place_number(self, x: int, y: int, side: int) -> None:
        self._number.setGeometry(x, y, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, colours = QPainter(self), self.theme.colours
        paint_rounded(painter, self._number.geometry(), self._number.height() // 2, colours.primary)
        paint_rounded(painter, self._picture, self.theme.px(12), colours.tint, colours.line, self.theme.px(2))
        if self._step.picture in guides.PICTURES:
            inset = self.theme.px(8)
            guides.paint(painter, self._picture.adjusted(inset, inset, -inset, -inset), self._step.picture, self.theme)


class _Whole(QWidget):
    """The picture, as large as it was laid out."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = QPixmap()

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).drawPixmap(0, 0, self.shown)


class PhotoBlock(Block):
    """The whole picture, as large as there is room; no picture where the bytes are none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._snapshot = Snapshot(b"", "", 0)
        self._image = QImage()
        self._whole = _Whole()
        self._whole.setParent(self)
        self._words = self.text(Role.BODY)
        self._words.set_align(Qt.AlignmentFlag.AlignHCenter)

    def fill(self, snapshot: Snapshot) -> None:
        if snapshot != self._snapshot:
            self._snapshot, self._image = snapshot, QImage.fromData(snapshot.data)
        self._words.say(snapshot.words)

    def lay(self, width: int, least: int = 0) -> int:
        px = self.theme.px
        words = self._words.heightForWidth(width - 2 * px(PAD)) if self._words.said else 0
        most = max(min(px(PHOTO_HIGH), self._snapshot.most - words - 2 * px(PAD)), px(120))
        size = self._image.size().scaled(width - 2 * px(PAD), most, Qt.AspectRatioMode.KeepAspectRatio)
        if self._image.isNull():
            size.setHeight(0)
        elif self._whole.shown.size() != size:
            fill, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._whole.shown = QPixmap.fromImage(self._image.scaled(size, fill, smooth))
        self._whole.setVisible(not self._image.isNull())
        self._whole.setGeometry(QRect((width - size.width()) // 2, px(PAD), size.width(), max(size.height(), 1)))
        end = place(self._words, px(PAD), px(PAD) + size.height(), width - 2 * px(PAD))
        return end + px(PAD)
