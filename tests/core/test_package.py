"""What a package makes reachable by categories and search."""

from kiosk.core.package import reachable

KNOWN = ("medical.payment", "receipt.reprint", "social.certify", "social.insured")


def test_home_comes_first_and_nothing_comes_twice() -> None:
    assert reachable(("social.certify",), ("*",), KNOWN) == (
        "social.certify",
        "medical.payment",
        "receipt.reprint",
        "social.insured",
    )


def test_ids_and_patterns() -> None:
    assert reachable((), ("social.*", "receipt.reprint"), KNOWN) == (
        "receipt.reprint",
        "social.certify",
        "social.insured",
    )


def test_without_also_it_is_home_alone() -> None:
    assert reachable(("social.certify",), (), KNOWN) == ("social.certify",)
