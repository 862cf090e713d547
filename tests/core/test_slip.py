"""The number on a receipt's code."""

import pytest

from kiosk.core.slip import number_on


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("JB:NB20261122-000001", "NB20261122-000001"),
        ("JB:CB20261122-000001:9AC01F22", "CB20261122-000001"),
        ("YB20261122-123456", "YB20261122-123456"),
        ("JB:A004-1122-000003", "A004-1122-000003"),
        (" JB:NB20261122-000001\n", "NB20261122-000001"),
        ("JB:", None),
        ("JB:330203198805060025", None),
        ("4241234567890123456789012345", None),
        ("https://example.invalid/NB20261122-000001", None),
        ("NB20261122-00001", None),
        ("", None),
    ],
)
def test_only_a_receipts_code_has_one(code: str, number: str | None) -> None:
    assert number_on(code) == number
