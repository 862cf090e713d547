"""The large printer for certificates: its front, its tray, its toner."""

from kiosk.widgets.guide_sketch import Sketch

__all__ = ["PICTURES"]


def _printer(sketch: Sketch) -> None:
    """From the front: sheets come out on top, the front is in the middle, the tray below."""
    sketch.body(40, 40, 220, 160, 14)
    sketch.panel(70, 28, 160, 22)
    sketch.stroke((56, 146), (244, 146))


def _tray_front(sketch: Sketch) -> None:
    sketch.panel(56, 154, 188, 34)
    sketch.hollow(126, 166, 48, 10)


def _front_open(sketch: Sketch) -> None:
    """The front lies down; inside it is dark."""
    _printer(sketch)
    sketch.hollow(62, 62, 176, 80, 8)
    sketch.shape((52, 148), (248, 148), (272, 196), (28, 196))


def _open(sketch: Sketch) -> None:
    _printer(sketch)
    _tray_front(sketch)
    sketch.part(62, 62, 176, 80, 8)
    sketch.hollow(134, 74, 32, 10)
    sketch.turn(150, 142, 62, 40, -74)


def _close(sketch: Sketch) -> None:
    _printer(sketch)
    sketch.hollow(62, 62, 176, 60, 8)
    sketch.part_shape((58, 148), (242, 148), (250, 96), (50, 96))
    _tray_front(sketch)
    sketch.arrow(150, 206, 150, 118)


def _jam(sketch: Sketch) -> None:
    _front_open(sketch)
    sketch.paper(
        (92, 84), (116, 72), (140, 88), (164, 72), (188, 86), (208, 78), (222, 176), (190, 170), (150, 178), (78, 172)
    )
    sketch.fingers(84, 168)
    sketch.fingers(216, 168, right=True)
    sketch.arrow(150, 120, 150, 214)


def _tray_out(sketch: Sketch) -> None:
    sketch.body(40, 14, 220, 150, 14)
    sketch.panel(70, 8, 160, 18)
    sketch.hollow(56, 118, 188, 36, 4)
    sketch.part_shape((62, 140), (238, 140), (262, 176), (38, 176))
    sketch.part(36, 174, 228, 32)
    sketch.hollow(124, 184, 52, 10)
    sketch.arrow(150, 84, 150, 168)


def _tray_in(sketch: Sketch) -> None:
    sketch.body(40, 14, 220, 150, 14)
    sketch.panel(70, 8, 160, 18)
    sketch.hollow(56, 118, 188, 36, 4)
    sketch.part(46, 124, 208, 34)
    sketch.hollow(124, 134, 52, 10)
    sketch.arrow(84, 214, 84, 166)
    sketch.arrow(216, 214, 216, 166)


def _fan(sketch: Sketch) -> None:
    for sheet in range(7):
        lift = sheet * 9
        sketch.paper((80, 170 - lift * 0.3), (214, 170 - lift), (220, 176 - lift), (84, 178 - lift * 0.3))
    sketch.fingers(82, 170)
    sketch.fingers(220, 142, right=True)
    sketch.arrow(190, 70, 190, 10)
    sketch.arrow(240, 30, 240, 90)


def _load(sketch: Sketch) -> None:
    """The tray from the side: the stack stays under the red line."""
    sketch.shape((40, 96), (56, 96), (56, 184), (244, 184), (244, 96), (260, 96), (260, 200), (40, 200))
    for sheet in range(8):
        y = 172 - sheet * 8
        sketch.paper((62, y), (238, y), (238, y + 8), (62, y + 8))
    sketch.limit(50, 104, 200)
    sketch.arrow(150, 10, 150, 92)
    sketch.tick(276, 62)


def _toner_out(sketch: Sketch) -> None:
    _front_open(sketch)
    sketch.part(82, 118, 136, 44, 18)
    sketch.hollow(134, 132, 32, 14, 6)
    sketch.arrow(150, 156, 150, 214)


def _toner_shake(sketch: Sketch) -> None:
    sketch.part(76, 72, 148, 60, 24)
    sketch.hollow(124, 90, 52, 18, 8)
    sketch.fingers(80, 102)
    sketch.fingers(220, 102, right=True)
    sketch.arrow(150, 182, 66, 182)
    sketch.arrow(150, 182, 234, 182)


def _toner_in(sketch: Sketch) -> None:
    _front_open(sketch)
    sketch.part(82, 84, 136, 44, 18)
    sketch.hollow(134, 98, 32, 14, 6)
    sketch.paper((210, 94), (272, 58), (276, 68), (212, 108))
    sketch.arrow(150, 204, 150, 132)


def _take(sketch: Sketch) -> None:
    sketch.body(40, 92, 220, 116, 14)
    sketch.panel(60, 82, 180, 24)
    sketch.stroke((56, 164), (244, 164))
    for sheet in range(4):
        y = 88 - sheet * 10
        sketch.paper((82, y), (206, y - 8), (214, y + 2), (90, y + 10))
    sketch.fingers(84, 66)
    sketch.arrow(230, 66, 230, 6)


PICTURES = {
    "a4.open": _open,
    "a4.close": _close,
    "a4.jam": _jam,
    "a4.tray_out": _tray_out,
    "a4.tray_in": _tray_in,
    "a4.fan": _fan,
    "a4.load": _load,
    "a4.toner_out": _toner_out,
    "a4.toner_shake": _toner_shake,
    "a4.toner_in": _toner_in,
    "a4.take": _take,
}
