"""A photo for an identity card is taken: the page of the face, with what such a photo needs."""

from kiosk.core.step import CaptureIdPhoto
from kiosk.screens.face import FaceScreen
from kiosk.widgets.live import IdPhotoView

__all__ = ["IdPhotoScreen"]


class IdPhotoScreen(FaceScreen):
    kind = "id_photo"
    takes = CaptureIdPhoto
    waiting = "站在白墙前，嘴闭上，不笑"
    view = IdPhotoView
