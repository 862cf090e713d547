"""What staff call the parts of a terminal; a citizen reads of them in the words of ``errors.PARTS``."""

from typing import Final

__all__ = ["DEVICES", "PARTS"]

DEVICES: Final = {  # by the Kit's names, in the order in which a citizen meets them
    "id_card": "身份证阅读器",
    "scanner": "扫码器",
    "camera": "摄像头",
    "document_camera": "拍纸的镜头",
    "receipt_printer": "回执打印机",
    "a4_printer": "A4 打印机",
    "lights": "指示灯",
}
PARTS: Final = {**DEVICES, "link": "政务平台", "store": "本机存储", "speech": "语音"}
