"""Sheets under a document camera: finds the edges, says what is wrong, straightens, makes colour or grey files.

Pure functions over pictures, in pieces that can be tried alone. The edges are those of the largest bright piece in the
picture, so the sheet is to lie on a dark table, as document cameras' own mats are.
"""

from typing import TYPE_CHECKING, Any, Final

from kiosk.core.errors import CameraError
from kiosk.core.picture import Corners, DocumentFinding, DocumentForm, Frame
from kiosk.devices.face_gate import pixels_of

if TYPE_CHECKING:
    import numpy as np

__all__ = ["SheetScanner"]

_LOOKED_AT: Final = 480  # pixels across, for the edges
_SMALLEST: Final = 0.12  # of the picture's area: smaller is a card or a hand
_STRAIGHT: Final = 0.03  # of its circumference: so far may a line of edge bend
_MARGIN: Final = 0.004  # of the picture: nearer to its rim a corner lies outside
_CONTRAST: Final = 35.0  # grey values between the sheet and what it lies on
_LONGEST: Final = 3508  # pixels of A4 at 300 dots an inch: a camera of a terminal has no more to give
_JUDGED: Final = 800  # pixels of the sheet's longer side, when sharpness and glare are measured
_SHARP: Final = 0.45  # the steepest edges' rise over two pixels, as a share of paper less ink; 1 for a sharp sheet
_INK: Final = 40.0  # grey values between paper and ink; below, nothing is written there
_DARK: Final = 70.0  # mean grey of the paper
_SHINING: Final = 253  # a pixel so bright shows nothing
_GLARE: Final = 0.006  # of the sheet

NOTHING = "没看到纸，平放在镜头下"
OUTSIDE = "纸没放全，往中间挪一挪"
DARK = "太暗了，把灯打开"
GLARE = "纸上反光，换个角度放"
BLURRED = "字糊了，放平别动"
BLANK = "这一面没有字，翻过来放"


class SheetScanner:
    """Implements ``core.ports_pictures.DocumentScanner``. Keeps nothing of a picture; any thread may ask."""

    def check(self, frame: Frame) -> DocumentFinding:
        """See the port."""
        import cv2

        return _judge(cv2.cvtColor(pixels_of(frame), cv2.COLOR_BGRA2BGR))

    def scan(self, jpeg: bytes, form: DocumentForm) -> bytes:
        """See the port."""
        picture = _decoded(jpeg)
        finding = _judge(picture)
        if finding.problem or finding.corners is None:
            raise CameraError("the sheet cannot be taken as it lies", sentence=finding.problem, remedy="放好再拍一次")
        return _encoded(_straightened(picture, finding.corners), form)


def _judge(picture: "np.ndarray[Any, Any]") -> DocumentFinding:
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    corners, whole = _sheet(grey)
    if corners is None:
        return DocumentFinding(OUTSIDE if whole is False else NOTHING)
    if not whole:
        return DocumentFinding(OUTSIDE, corners)
    sheet = _straightened(grey, corners)
    height, width = sheet.shape[:2]
    factor = min(1.0, _JUDGED / max(height, width))
    sheet = cv2.resize(
        sheet, (max(8, round(width * factor)), max(8, round(height * factor))), interpolation=cv2.INTER_AREA
    )
    problem, sharpness = _looks(sheet)
    return DocumentFinding(problem, corners, 0.0 if problem else min(1.0, sharpness))


def _sheet(grey: "np.ndarray[Any, Any]") -> tuple[Corners | None, bool | None]:
    """The corners in the picture's pixels, and whether all lie in it; None and False for a piece with other corners."""
    import cv2
    import numpy as np

    height, width = grey.shape[:2]
    factor = min(1.0, _LOOKED_AT / max(width, height))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    small = cv2.GaussianBlur(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), (5, 5), 0)
    _, light = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    bright, dark = small[light > 0], small[light == 0]
    if not bright.size or not dark.size or float(bright.mean()) - float(dark.mean()) < _CONTRAST:
        return None, None
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    pieces, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    piece = cv2.convexHull(max(pieces, key=cv2.contourArea))
    if cv2.contourArea(piece) < _SMALLEST * size[0] * size[1]:
        return None, None
    lines = cv2.approxPolyDP(piece, _STRAIGHT * cv2.arcLength(piece, closed=True), closed=True).reshape(-1, 2)
    rim_x, rim_y = max(1.0, _MARGIN * size[0]), max(1.0, _MARGIN * size[1])
    inside = all(rim_x < x < size[0] - 1 - rim_x and rim_y < y < size[1] - 1 - rim_y for x, y in lines)
    if len(lines) != 4 or not inside:
        return None, inside and None
    return _ordered(_refined(grey, (lines + 0.5) / factor - 0.5, factor)), True


def _refined(grey: "np.ndarray[Any, Any]", points: "np.ndarray[Any, Any]", factor: float) -> "np.ndarray[Any, Any]":
    """The corners to a part of a pixel: the small picture's stop short of them. One that would jump away stays."""
    import cv2
    import numpy as np

    reach = max(3, round(4 / factor))
    start = points.astype(np.float32).reshape(-1, 1, 2)
    stop = cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_COUNT, 20, 0.05
    found = cv2.cornerSubPix(grey, start.copy(), (reach, reach), (-1, -1), stop).reshape(-1, 2)
    return np.where(np.linalg.norm(found - points, axis=1, keepdims=True) < reach, found, points)


def _ordered(points: "np.ndarray[Any, Any]") -> Corners:
    """From the upper left one, with the clock."""
    by_sum, by_difference = points.sum(axis=1), points[:, 1] - points[:, 0]
    order = by_sum.argmin(), by_difference.argmin(), by_sum.argmax(), by_difference.argmax()
    first, second, third, fourth = ((float(points[at][0]), float(points[at][1])) for at in order)
    return first, second, third, fourth


def _straightened(picture: "np.ndarray[Any, Any]", corners: Corners) -> "np.ndarray[Any, Any]":
    """The sheet alone, upright as it lies, as large as its longer edges are in the picture."""
    import cv2
    import numpy as np

    places = np.array(corners, np.float32)
    edges = np.linalg.norm(places - np.roll(places, -1, axis=0), axis=1)
    width, height = max(edges[0], edges[2]), max(edges[1], edges[3])
    factor = min(1.0, _LONGEST / max(width, height))
    width, height = max(8, round(float(width) * factor)), max(8, round(float(height) * factor))
    wanted = np.array([(0, 0), (width - 1, 0), (width - 1, height - 1), (0, height - 1)], np.float32)
    turn = cv2.getPerspectiveTransform(places, wanted)
    return cv2.warpPerspective(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _looks(sheet: "np.ndarray[Any, Any]") -> tuple[str, float]:
    """What is wrong with light and sharpness of the grey sheet ("" for nothing), and its sharpness."""
    import cv2
    import numpy as np

    paper, ink = (float(value) for value in np.percentile(sheet, (75, 1)))
    if paper < _DARK:
        return DARK, 0.0
    shining = cv2.morphologyEx((sheet >= _SHINING).astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    if float(shining.mean()) > _GLARE:
        return GLARE, 0.0
    if paper - ink < _INK:
        return BLANK, 0.0
    rim = max(2, min(sheet.shape) // 50)
    inner = sheet[rim:-rim, rim:-rim].astype(np.float32)
    steps = np.maximum(np.abs(cv2.Sobel(inner, cv2.CV_32F, 1, 0)), np.abs(cv2.Sobel(inner, cv2.CV_32F, 0, 1))) / 4
    sharpness = float(np.percentile(steps, 98)) / (paper - ink)
    return (BLURRED if sharpness < _SHARP else ""), sharpness


def _decoded(jpeg: bytes) -> "np.ndarray[Any, Any]":
    import cv2
    import numpy as np

    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR) if jpeg else None
    if picture is None:
        raise CameraError("the picture cannot be decoded")
    return picture


def _encoded(sheet: "np.ndarray[Any, Any]", form: DocumentForm) -> bytes:
    import cv2

    picture = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY) if form.grey else sheet
    how = [] if form.png else [cv2.IMWRITE_JPEG_QUALITY, 90]
    done, encoded = cv2.imencode(".png" if form.png else ".jpg", picture, how)
    if not done:
        raise CameraError("the sheet could not be encoded")
    return bytes(encoded)
