"""The electronic seals of the stand-in gateway: an invented authority, and signers whose seals stand in certificates.

Kept in the sandbox's state directory, keys among them, so that a restart changes no byte of a certificate. What a
terminal trusts is ``seal-root.pem``, which holds no key. Keys are RSA: PKCS #1 v1.5 makes the same signature each time.
"""

import os
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

__all__ = ["ROOT", "Seal", "Seals", "Signer"]

ROOT: Final = "seal-root.pem"
_PEM: Final = serialization.Encoding.PEM
_DAY: Final = timedelta(days=1)
_LIFE: Final = 3650 * _DAY


class Seal(StrEnum):
    AGENCY = "agency"
    STRANGER = "stranger"  # of an authority that only bears the same name
    EXPIRED = "expired"  # the agency's, until yesterday


@dataclass(frozen=True)
class Signer:
    """``chain`` are certificates, the key's own first."""

    key: rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...]


class Seals:
    """``root`` is the file that a terminal trusts, once it is written. Signers are made when they are first needed."""

    def __init__(self, state: Path) -> None:
        self._state = state
        self._turn = threading.Lock()
        self.root = state / ROOT

    def write_root(self) -> None:
        self.root.write_bytes(self._kept("authority").chain[0].public_bytes(_PEM))

    def signer(self, seal: Seal = Seal.AGENCY) -> Signer:
        with self._turn:
            return self._kept(seal.value)

    def _kept(self, name: str) -> Signer:
        path = self._state / f"seal-{name}.pem"
        if not path.exists():
            _write(path, self._made(name))
        data = path.read_bytes()
        key = serialization.load_pem_private_key(data, None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{path}: not an RSA key")
        return Signer(key, tuple(x509.load_pem_x509_certificates(data)))

    def _made(self, name: str) -> Signer:
        now = datetime.now(UTC)
        match name:
            case "authority":
                return _authority(now)
            case Seal.STRANGER:
                return _signer(_authority(now), now - _DAY, now + _LIFE)
            case Seal.EXPIRED:
                return _signer(self._kept("authority"), now - 300 * _DAY, now - _DAY)
        return _signer(self._kept("authority"), now - _DAY, now + _LIFE)


def _authority(now: datetime) -> Signer:
    key, name = _key(), _name("近办演示电子印章根证书（虚构）")
    begun = _builder(name, name, key.public_key(), now - 400 * _DAY, now + 2 * _LIFE, authority=True)
    return Signer(key, (begun.sign(key, hashes.SHA256()),))


def _signer(authority: Signer, since: datetime, until: datetime) -> Signer:
    key, issuer = _key(), authority.chain[0]
    begun = _builder(
        _name("演示电子印章（样章 没有效力）"), issuer.subject, key.public_key(), since, until, authority=False
    )
    return Signer(key, (begun.sign(authority.key, hashes.SHA256()), issuer))


def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "近办模拟政务平台"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, since: datetime, until: datetime, *, authority: bool
) -> x509.CertificateBuilder:
    """A seal needs the key usage for what nobody can deny afterwards (RFC 5280, 4.2.1.3)."""
    usage = x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _write(path: Path, signer: Signer) -> None:
    """Whole or not at all, and for its owner only."""
    key = signer.key.private_bytes(_PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    new = path.with_suffix(".new")
    with open(new, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(key + b"".join(each.public_bytes(_PEM) for each in signer.chain))
    new.replace(path)
