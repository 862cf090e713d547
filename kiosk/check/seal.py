"""The certificate by which the seals of documents are trusted: is it one, and until when."""

from datetime import timedelta
from pathlib import Path
from typing import Final

from cryptography import x509

from kiosk.check.finding import Finding
from kiosk.config import Config
from kiosk.core.clock import Clock
from kiosk.kit_gateway import seal_root

__all__ = ["finding"]

PART: Final = "电子印章"
SOON: Final = timedelta(days=60)  # a new one is asked for by letter


def finding(settings: Config, state: Path, clock: Clock) -> Finding:
    """Raises KioskError when the file cannot be read, without which no kit can be built either."""
    pem = seal_root(settings, state)
    if pem is None:
        return Finding(PART, None, "没有写 gateway.seal_root_file，证明一律不打")
    try:
        until = x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc
    except ValueError:
        return Finding(PART, False, "根证书读不懂，证明一律不打。换成平台发的 PEM 文件")
    left, day = until - clock.now(), f"{until:%Y-%m-%d}"
    if left < timedelta():
        return Finding(PART, False, f"根证书 {day} 过期了，证明一律不打。向平台要新的")
    if left < SOON:
        return Finding(PART, False, f"根证书 {day} 过期，还有 {left.days} 天。向平台要新的")
    return Finding(PART, True, f"根证书用到 {day}")
