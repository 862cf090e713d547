"""The small printer for receipts: its lid, its roll, its knife."""

from kiosk.widgets.guide_sketch import Sketch

__all__ = ["PICTURES"]


def _box(sketch: Sketch) -> None:
    """The printer from the front, open at the top: the bay for the roll is seen from the side."""
    sketch.body(60, 90, 180, 110)
    sketch.hollow(78, 90, 126, 74, 12)
    sketch.panel(78, 172, 144, 16)


def _lid(sketch: Sketch) -> None:
    """Stands open, on its hinge at the right."""
    sketch.shape((232, 92), (248, 84), (276, 14), (258, 8))


def _open(sketch: Sketch) -> None:
    sketch.body(60, 90, 180, 110)
    sketch.panel(78, 172, 144, 16)
    sketch.hollow(78, 92, 126, 22, 8)
    sketch.part_shape((236, 90), (246, 76), (110, 42), (102, 58))
    sketch.part_disc(86, 142, 14)
    sketch.arrow(26, 142, 68, 142)
    sketch.arrow(82, 64, 100, 10)


def _core(sketch: Sketch) -> None:
    _lid(sketch)
    _box(sketch)
    sketch.part_disc(140, 122, 26)
    sketch.dot(140, 122, 14)
    sketch.arrow(140, 92, 140, 14)


def _roll(sketch: Sketch) -> None:
    """Right beside wrong: the end of the paper comes from underneath."""
    sketch.paper((84, 144), (84, 136), (10, 152), (10, 160))
    sketch.roll(84, 100, 44)
    sketch.arrow(100, 186, 20, 186)
    sketch.tick(84, 26)
    sketch.paper((236, 56), (236, 64), (164, 84), (164, 76))
    sketch.roll(240, 100, 44)
    sketch.cross(240, 26)
    sketch.stroke((152, 12), (152, 208))


def _pull(sketch: Sketch) -> None:
    _lid(sketch)
    _box(sketch)
    sketch.roll(140, 120, 38)
    sketch.paper((110, 142), (148, 157), (60, 108), (22, 62), (12, 70), (50, 120))
    sketch.arrow(76, 84, 34, 26)


def _close(sketch: Sketch) -> None:
    sketch.body(60, 90, 180, 110)
    sketch.panel(78, 172, 144, 16)
    sketch.part(56, 74, 188, 28, 10)
    sketch.arrow(110, 10, 110, 66)
    sketch.arrow(190, 10, 190, 66)
    sketch.paper((96, 176), (196, 176), (190, 214), (102, 214))


def _jam(sketch: Sketch) -> None:
    _lid(sketch)
    _box(sketch)
    sketch.paper((110, 150), (124, 128), (136, 144), (150, 118), (164, 142), (174, 124), (180, 152), (150, 160))
    sketch.paper((112, 132), (122, 120), (98, 84), (88, 92))
    sketch.fingers(92, 86)
    sketch.arrow(110, 70, 74, 16)


def _cutter(sketch: Sketch) -> None:
    _lid(sketch)
    _box(sketch)
    sketch.panel(66, 110, 60, 22, 2)
    for tooth in range(5):
        x = 68 + tooth * 11
        sketch.shape((x, 132), (x + 11, 132), (x + 5.5, 144))
    sketch.part_disc(42, 122, 22)
    sketch.dot(42, 122, 5)
    sketch.turn(42, 122, 34, 200, -150)


PICTURES = {
    "receipt.open": _open,
    "receipt.core": _core,
    "receipt.roll": _roll,
    "receipt.pull": _pull,
    "receipt.close": _close,
    "receipt.jam": _jam,
    "receipt.cutter": _cutter,
}
