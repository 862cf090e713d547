"""What changes from one package to another."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk.package.difference import difference

ITEMS = st.permutations("abcdefgh").flatmap(lambda order: st.integers(0, 8).map(lambda count: list(order[:count])))


def table(*items: str, **keys: object) -> dict[str, object]:
    return {"items": list(items), **keys}


def test_what_came_went_moved_and_changed() -> None:
    found = difference(
        table("a", "b", "c", "d", title="旧", helper={"minutes": 5, "limits": {"a": 1}}),
        table("d", "a", "c", "e", title="新", helper={"minutes": 5, "limits": {"c": 1}}),
    )
    assert (found.added, found.removed) == (("e",), ("b",))
    assert found.moved == (("d", 4, 1),)
    assert found.keys == (("title", "旧", "新"), ("helper.limits.a", 1, None), ("helper.limits.c", None, 1))


def test_nothing() -> None:
    assert not difference(table("a", "b", x=1), table("a", "b", x=1))


@given(ITEMS, ITEMS)
def test_without_those_that_moved_the_rest_is_in_the_same_order(old: list[str], new: list[str]) -> None:
    found = difference(table(*old), table(*new))
    moved = {item for item, _, _ in found.moved}
    stay = [item for item in old if item in new and item not in moved]
    assert stay == [item for item in new if item in stay]
    assert bool(found) is (old != new)
