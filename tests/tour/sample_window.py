"""A small window as the terminal builds them: painted controls with dotted object names, and pages kept in a stack."""

import os
import signal
import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget


class Tile(QPushButton):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#08366A" if self.isDown() else "#0B4A8F"))
        painter.drawText(self.rect(), self.text())
        painter.end()


class Words(QLabel):
    pass


def button(name: str, text: str) -> Tile:
    made = Tile(text)
    made.setObjectName(name)
    made.setMinimumHeight(96)
    return made


def words(name: str, text: str) -> Words:
    made = Words(text)
    made.setObjectName(name)
    return made


def page(name: str, *children: QWidget) -> QWidget:
    made = QWidget()
    made.setObjectName(name)
    layout = QVBoxLayout(made)
    for child in children:
        layout.addWidget(child)
    return made


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("window")
        self.count = 0
        self.counter = words("home.count", "0")
        tile = button("tile.social.pension_certification", "办养老金认证")
        near_name = button("social.pension_certification", "另一个")
        slow = button("nav.slow", "慢一点")
        back = button("nav.back", "上一步")
        off = button("nav.off", "按不动")
        off.setEnabled(False)
        self.many = [button(f"keypad.{index}", str(index)) for index in range(60)]
        self.pages = QStackedWidget()
        self.home = page("screen.home", tile, near_name, slow, off, self.counter)
        self.done = page("screen.done", words("done.reference", "XLB-1"), back)
        for made in (self.home, self.done, page("screen.keypad", *self.many)):
            self.pages.addWidget(made)
        layout = QVBoxLayout(self)
        layout.addWidget(self.pages)
        tile.clicked.connect(self.pressed)
        near_name.clicked.connect(lambda: self.counter.setText("另一个"))
        slow.clicked.connect(lambda: QTimer.singleShot(300, self.show_done))
        back.clicked.connect(lambda: self.pages.setCurrentWidget(self.home))

    def pressed(self) -> None:
        self.count += 1
        self.counter.setText(str(self.count))

    def show_done(self) -> None:
        self.pages.setCurrentWidget(self.done)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    application.setApplicationName("近办样张")
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    window = Window()
    window.resize(1080, 1920)
    window.show()
    print(os.getpid(), flush=True)
    sys.exit(application.exec())
