"""Sealing a PDF: a PAdES signature over all of it, the same bytes for the same PDF, signer and time."""

import asyncio
import hashlib
import io
from datetime import datetime
from typing import Any, Final

from cryptography.hazmat.primitives import serialization

from kiosk.sandbox.seals import Signer

__all__ = ["sealed", "update_of"]

_RESERVED: Final = 16384  # hexadecimal digits for the signature: always as many, or the file would not be the same
_DER: Final = serialization.Encoding.DER


def sealed(pdf: bytes, signer: Signer, at: datetime) -> bytes:
    """``at`` is the time that the signature says of itself."""
    from pyhanko.sign.fields import SigSeedSubFilter  # pyHanko takes 0.4 s and 38 MiB, which no other call needs
    from pyhanko.sign.signers import cms_embedder, pdf_byterange

    placeholder = pdf_byterange.SignatureObject(
        at, SigSeedSubFilter.PADES, reason="演示用，没有效力", bytes_reserved=_RESERVED
    )
    steps = cms_embedder.PdfCMSEmbedder().write_cms("Seal", update_of(pdf))
    next(steps)
    steps.send(cms_embedder.SigObjSetup(placeholder))
    prepared, output = steps.send(cms_embedder.SigIOSetup("sha256"))
    cms = asyncio.run(_signer(signer).async_sign(prepared.document_digest, "sha256", use_pades=True))
    steps.send(cms.dump())
    return bytes(output.getbuffer())


def _signer(signer: Signer) -> Any:
    from asn1crypto import keys, x509
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    chain = [x509.Certificate.load(each.public_bytes(_DER)) for each in signer.chain]
    key = signer.key.private_bytes(_DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SimpleSigner(chain[0], keys.PrivateKeyInfo.load(key), SimpleCertificateStore.from_certs(chain))


def update_of(pdf: bytes) -> Any:
    """What is to be added at the PDF's end, without the time of its making or anything random."""
    from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class SameEachTime(IncrementalPdfFileWriter):
        @classmethod
        def _handle_id(cls, prev: Any) -> Any:
            digest = hashlib.sha256(pdf).digest()
            return ArrayObject([ByteStringObject(digest[:16]), ByteStringObject(digest[16:])])

        def _update_meta(self) -> None: ...

    return SameEachTime(io.BytesIO(pdf))
