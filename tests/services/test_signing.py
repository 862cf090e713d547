"""The signature against Python's own HMAC and SM3, the headers, and the file of the secret."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from kiosk.services.signing import Signer, read_secret

SECRET = b"0123456789abcdef0123456789abcdef"
NOON = datetime(2026, 11, 22, 12, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=8)))


def test_signature_covers_everything_that_changes_the_meaning() -> None:
    headers = Signer("NB-YZ-0001", SECRET).headers("POST", "/social/pension/certify", "{中}".encode(), NOON, key="k1")
    canonical = (
        "JINBAN1-HMAC-SM3\n"
        "POST\n"
        "/social/pension/certify\n"
        f"{hashlib.new('sm3', '{中}'.encode()).hexdigest()}\n"
        "NB-YZ-0001\n"
        "2026-11-22T04:00:00Z\n"
        f"{headers['Jinban-Nonce']}\n"
        "k1"
    )
    assert headers["Jinban-Signature"] == hmac.new(SECRET, canonical.encode(), "sm3").hexdigest()
    assert headers["Jinban-Terminal"] == "NB-YZ-0001"
    assert headers["Jinban-Time"] == "2026-11-22T04:00:00Z"
    assert headers["Idempotency-Key"] == "k1"


def test_query_has_an_empty_line_where_an_effect_has_its_key() -> None:
    headers = Signer("T", SECRET).headers("POST", "/p", b"", NOON)
    empty = hashlib.new("sm3").hexdigest()
    canonical = f"JINBAN1-HMAC-SM3\nPOST\n/p\n{empty}\nT\n2026-11-22T04:00:00Z\n{headers['Jinban-Nonce']}\n"
    assert headers["Jinban-Signature"] == hmac.new(SECRET, canonical.encode(), "sm3").hexdigest()
    assert "Idempotency-Key" not in headers


def test_every_request_has_a_nonce_of_its_own() -> None:
    signer = Signer("T", SECRET)
    nonces = {signer.headers("POST", "/p", b"", datetime.now(UTC))["Jinban-Nonce"] for _ in range(1000)}
    assert len(nonces) == 1000
    assert all(len(nonce) == 32 and int(nonce, 16) >= 0 for nonce in nonces)


def test_secret_is_read_without_the_line_end(tmp_path: Path) -> None:
    path = tmp_path / "gateway.key"
    path.touch(0o600)
    path.write_bytes(SECRET + b"\n")
    assert read_secret(path) == SECRET


def test_missing_secret(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"none\.key：读不到签名密钥（No such file"):
        read_secret(tmp_path / "none.key")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660])
def test_secret_that_others_can_read(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "gateway.key"
    path.write_bytes(SECRET)
    path.chmod(mode)
    with pytest.raises(ValueError, match="0600"):
        read_secret(path)


def test_short_secret(tmp_path: Path) -> None:
    path = tmp_path / "gateway.key"
    path.touch(0o600)
    path.write_bytes(SECRET[:-1])
    with pytest.raises(ValueError, match="至少 32 个字符"):
        read_secret(path)
