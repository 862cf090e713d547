"""The head office of the demo, for which a terminal encrypts the logs that leave it. Invented; its key lies open."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

__all__ = ["CERTIFICATE", "KEY", "write_head_office"]

CERTIFICATE: Final = "head-office.pem"  # config.toml's maintenance.export_certificate
KEY: Final = "head-office.key"
_PEM: Final = serialization.Encoding.PEM


def write_head_office(state: Path) -> None:
    """Once: what was exported yesterday can be read today."""
    if (state / CERTIFICATE).exists() and (state / KEY).exists():
        return
    key, now = rsa.generate_private_key(65537, 2048), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "近办演示总部（虚构）")])
    begun = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    begun = begun.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
    made = begun.not_valid_after(now + timedelta(days=3650)).sign(key, hashes.SHA256())
    private = key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    handle = os.open(state / KEY, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(private)
    (state / CERTIFICATE).write_bytes(made.public_bytes(_PEM))
