"""The kit's part towards the gateway: its client, and what verifies the documents that come from it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.config import Config
from kiosk.core.clock import Clock
from kiosk.core.errors import KioskError
from kiosk.services import gateway as http_gateway
from kiosk.services.pdf_reader import PdfReader, read_root

__all__ = ["gateway_url", "open_gateway", "open_pdf_reader", "seal_root"]


def gateway_url(settings: Config) -> str:
    return _options(settings).url


def open_gateway(settings: Config, state: Path, clock: Clock) -> http_gateway.HttpGateway:
    """Raises KioskError when its secret cannot be used."""
    with _not_installed():
        return http_gateway.open_gateway(_options(settings), terminal=settings.terminal.id, state=state, clock=clock)


def open_pdf_reader(settings: Config, state: Path, clock: Clock) -> PdfReader:
    """Raises KioskError when the certificate that seals are trusted by cannot be read."""
    return PdfReader(seal_root(settings, state), clock)


def seal_root(settings: Config, state: Path) -> str | None:
    """That certificate as PEM, None where config.toml names none. Raises KioskError when it cannot be read."""
    root = _options(settings).seal_root_file
    with _not_installed():
        return read_root(state / root) if root is not None else None


def _options(settings: Config) -> http_gateway.Options:
    return http_gateway.Options.model_validate(dict(settings.gateway.options))


@contextmanager
def _not_installed() -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise KioskError(str(error), sentence="这台机器还没有装好") from error
