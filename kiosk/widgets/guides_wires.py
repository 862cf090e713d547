"""Cables, switches, and waiting."""

from kiosk.widgets.guide_sketch import Sketch

__all__ = ["PICTURES"]


def _socket(sketch: Sketch, y: float) -> None:
    """In the machine's side, at the right; the plug comes from the left."""
    sketch.body(214, y - 44, 74, 88)
    sketch.hollow(214, y - 14, 22, 28, 3)


def _plug(sketch: Sketch, y: float) -> None:
    sketch.part(140, y - 18, 44, 36, 8)
    sketch.part(184, y - 9, 14, 18, 2)
    sketch.arrow(128, y + 48, 204, y + 48)


def _reader(sketch: Sketch) -> None:
    sketch.body(20, 18, 130, 76, 14)
    sketch.panel(38, 34, 94, 44, 8)
    sketch.paper((56, 44), (112, 44), (112, 68), (56, 68))
    sketch.cord((84, 94), (84, 144), (140, 144))
    _socket(sketch, 144)
    _plug(sketch, 144)


def _scanner(sketch: Sketch) -> None:
    sketch.body(24, 14, 110, 84, 18)
    sketch.hollow(42, 30, 74, 40, 6)
    sketch.limit(48, 50, 62)
    sketch.cord((80, 98), (80, 144), (140, 144))
    _socket(sketch, 144)
    _plug(sketch, 144)


def _camera(sketch: Sketch) -> None:
    sketch.body(30, 18, 100, 76, 18)
    sketch.disc(80, 56, 28)
    sketch.dot(80, 56, 14)
    sketch.cord((80, 94), (80, 144), (140, 144))
    _socket(sketch, 144)
    _plug(sketch, 144)


def _printer(sketch: Sketch) -> None:
    sketch.body(14, 26, 128, 72, 12)
    sketch.panel(32, 18, 92, 16)
    sketch.hollow(34, 70, 88, 10)
    sketch.cord((78, 98), (78, 144), (140, 144))
    _socket(sketch, 144)
    _plug(sketch, 144)


def _again(sketch: Sketch) -> None:
    """Out, a while, and in."""
    _socket(sketch, 60)
    sketch.part(112, 42, 44, 36, 8)
    sketch.part(156, 51, 14, 18, 2)
    sketch.cord((20, 60), (60, 50), (112, 60))
    sketch.arrow(190, 104, 108, 104)
    _clock(sketch, 60, 164, 38)
    sketch.arrow(128, 176, 206, 176)


def _clock(sketch: Sketch, x: float, y: float, radius: float) -> None:
    sketch.disc(x, y, radius)
    sketch.face(x, y, radius * 0.76)
    sketch.stroke((x, y - radius * 0.5), (x, y), (x + radius * 0.4, y + radius * 0.2))


def _switch(sketch: Sketch, *, on: bool) -> None:
    """A rocker switch: | above, O below; the side that is pressed is green."""
    sketch.body(90, 20, 120, 180, 16)
    upper, lower = (108, 38, 84, 72), (108, 110, 84, 72)
    for area, pressed in ((upper, on), (lower, not on)):
        (sketch.part if pressed else sketch.panel)(*area)
    sketch.stroke((150, 58), (150, 90))
    sketch.dot(150, 146, 15)
    y = 74 if on else 146
    sketch.arrow(24, y, 100, y)


def _off(sketch: Sketch) -> None:
    _switch(sketch, on=False)


def _on(sketch: Sketch) -> None:
    _switch(sketch, on=True)


def _wait(sketch: Sketch) -> None:
    _clock(sketch, 150, 110, 84)
    sketch.turn(150, 110, 100, 90, -60)


def _ready(sketch: Sketch) -> None:
    """The terminal's screen goes on by itself."""
    sketch.body(70, 14, 160, 170, 16)
    sketch.paper((86, 30), (214, 30), (214, 168), (86, 168))
    sketch.writing(102, 56, 60, 3, 16)
    sketch.tick(188, 62)
    sketch.part(102, 126, 96, 26, 8)
    sketch.panel(110, 190, 80, 14)


PICTURES = {
    "cable.reader": _reader,
    "cable.scanner": _scanner,
    "cable.camera": _camera,
    "cable.printer": _printer,
    "cable.again": _again,
    "power.off": _off,
    "power.wait": _wait,
    "power.on": _on,
    "ready": _ready,
}
