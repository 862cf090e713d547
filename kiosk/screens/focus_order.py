"""The way of the keyboard over what is seen."""

from itertools import pairwise

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from kiosk.widgets.assist_band import AssistBand
from kiosk.widgets.control import Control
from kiosk.widgets.strip import Strip

__all__ = ["order_focus"]


def order_focus(page: QWidget, strip: Strip, band: AssistBand) -> None:
    """Over the page as the eye goes, then over the band of the assisted mode and the strip (norm 25)."""
    on_page = [control for control in page.findChildren(Control) if control.isVisibleTo(page)]
    corner = {control: control.mapTo(page, QPoint(0, 0)) for control in on_page}
    on_page.sort(key=lambda control: (corner[control].y(), corner[control].x()))
    for before, after in pairwise([*on_page, *band.controls(), *strip.controls()]):
        QWidget.setTabOrder(before, after)
