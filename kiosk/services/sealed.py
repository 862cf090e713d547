"""Data that leaves the terminal so that the head office alone can read it: CMS EnvelopedData (RFC 5652), AES-256.

``openssl cms -decrypt -inform DER -in FILE -inkey KEY.pem`` opens it.
"""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import algorithms
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError

__all__ = ["NoRecipient", "recipient", "sealed"]


class NoRecipient(KioskError):
    code = "export.no_recipient"
    sentence = "没有总部的证书，不能导出"
    remedy = "在设置里写上证书文件，再导出"


def recipient(file: Path | None, clock: Clock) -> x509.Certificate:
    """The head office's certificate, in PEM, with an RSA key. Raises NoRecipient."""
    if file is None:
        raise NoRecipient("maintenance.export_certificate is not set")
    try:
        found = x509.load_pem_x509_certificate(file.read_bytes())
    except OSError as error:
        raise NoRecipient(str(error), sentence="读不到总部的证书") from error
    except ValueError as error:
        raise NoRecipient(f"{file}: {error}", sentence="总部的证书读不懂", remedy="换成 PEM 格式的证书文件") from error
    if not isinstance(found.public_key(), rsa.RSAPublicKey):
        raise NoRecipient(f"{file}: no RSA key", sentence="总部的证书不是 RSA 的", remedy="请总部换一张 RSA 证书")
    if found.not_valid_after_utc < clock.now():
        raise NoRecipient(
            f"{file}: {found.not_valid_after_utc}", sentence="总部的证书过期了", remedy="向总部要新的证书"
        )
    return found


def sealed(data: bytes, to: x509.Certificate) -> bytes:
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(data).add_recipient(to)
    builder = builder.set_content_encryption_algorithm(algorithms.AES256)
    return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])
