from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter, ValidationError

from kiosk.core.receipt import Receipt, ReceiptState
from kiosk.services.reading import reader

RECEIPT = Receipt("NB-2", "养老金认证", ReceiptState.DONE, datetime(2026, 1, 1, tzinfo=UTC), note="测试甲的养老金照发")
WRITTEN = TypeAdapter(Receipt).dump_json(RECEIPT)


def test_what_was_read_is_kept_nowhere() -> None:
    kept, again = (TypeAdapter(Receipt).validate_json(WRITTEN) for _ in range(2))
    assert kept.note is again.note, "pydantic keeps strings no more: this module has become needless"
    first, second = (reader(Receipt).validate_json(WRITTEN) for _ in range(2))
    assert first == second == RECEIPT
    assert first.note is not second.note


def test_it_says_what_does_not_fit() -> None:
    with pytest.raises(ValidationError, match="issued_at"):
        reader(Receipt).validate_json(WRITTEN.replace(b"2026", b"next year"), strict=True)
