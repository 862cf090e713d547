"""Home in the order of use: what each step may do, and what it never does, over all orders there are."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kiosk.core.order_of_use import FARTHEST, arranged, is_due, reranked, weight, with_fixed
from kiosk.core.timing import RERANK_EVERY

NAMES = [f"item.{number}" for number in range(14)]
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@st.composite
def homes(draw: st.DrawFn) -> tuple[list[str], dict[str, float], set[str]]:
    order = draw(st.permutations(NAMES[: draw(st.integers(0, len(NAMES)))]))
    weights = draw(st.dictionaries(st.sampled_from(NAMES), st.floats(0, 1e6)))
    protected = draw(st.sets(st.sampled_from(order))) if order else set()
    return order, weights, protected


@given(homes())
def test_a_step_is_a_permutation_that_leaves_the_protected_and_moves_nobody_far(
    home: tuple[list[str], dict[str, float], set[str]],
) -> None:
    order, weights, protected = home
    after = reranked(order, weights, protected)
    assert sorted(after) == sorted(order)
    for item in order:
        moved = abs(after.index(item) - order.index(item))
        assert moved == 0 if item in protected else moved <= FARTHEST


@given(homes())
def test_nobody_falls_behind_one_that_is_used_less(home: tuple[list[str], dict[str, float], set[str]]) -> None:
    order, weights, protected = home
    after = reranked(order, weights, protected)
    free = [item for item in order if item not in protected]
    for index, before in enumerate(free):
        for behind in free[index + 1 :]:
            if weights.get(before, 0.0) >= weights.get(behind, 0.0):
                assert after.index(before) < after.index(behind)


@given(homes())
def test_step_after_step_comes_to_rest_in_the_order_of_use(home: tuple[list[str], dict[str, float], set[str]]) -> None:
    order, weights, _ = home
    for _ in range(len(order)):
        order = list(reranked(order, weights, ()))
    assert reranked(order, weights, ()) == tuple(order)
    used = [weights.get(item, 0.0) for item in order]
    assert all(later <= (1 + sooner) * 1.25 for sooner, later in pairwise(used))


def test_use_that_hardly_differs_moves_nothing() -> None:
    assert reranked(["a", "b"], {"a": 100.0, "b": 104.0}, ()) == ("a", "b")
    assert reranked(["a", "b"], {"a": 100.0, "b": 160.0}, ()) == ("b", "a")


def test_the_most_used_comes_two_places_forward() -> None:
    assert reranked(["a", "b", "c", "d"], {"d": 50.0}, ()) == ("a", "d", "b", "c")
    assert reranked(["a", "b", "c", "d"], {"d": 50.0}, ("b", "c")) == ("a", "b", "c", "d")


@given(st.floats(-1e9, 1e9))
def test_once_a_month_and_never_when_the_clock_was_turned_back(seconds: float) -> None:
    assert is_due(NOW, NOW + timedelta(seconds=seconds)) is (seconds >= RERANK_EVERY or seconds > RERANK_EVERY - 1e-3)


@given(st.dictionaries(st.integers(0, 10**6), st.integers(0, 1000)), st.integers(0, 10**6))
def test_use_decays_and_what_lies_in_the_future_counts_as_now(counts: dict[int, int], now: int) -> None:
    use = weight(counts, now, 720.0)
    assert 0 <= use <= sum(counts.values()) * (1 + 1e-9)
    assert weight(counts, now + 720, 720.0) <= use * (1 + 1e-9)
    assert weight({now - 720: 8}, now, 720.0) == 4.0 if now >= 720 else True


@given(homes(), st.randoms())
def test_an_order_that_was_kept_is_applied_with_the_protected_where_the_package_has_them(
    home: tuple[list[str], dict[str, float], set[str]], random: object
) -> None:
    base, _, protected = home
    shuffled = base.copy()
    random.shuffle(shuffled)
    found = arranged(base, protected, {"base": base, "items": shuffled})
    assert sorted(found) == sorted(base)
    assert all(found[index] == item for index, item in enumerate(base) if item in protected)
    assert [item for item in found if item not in protected] == [item for item in shuffled if item not in protected]


@given(homes(), st.data())
def test_who_goes_leaves_the_protected_as_near_as_they_can_stand(
    home: tuple[list[str], dict[str, float], set[str]], data: st.DataObject
) -> None:
    base, _, protected = home
    free = [item for item in base if item not in protected]
    stay = data.draw(st.lists(st.sampled_from(free), unique=True)) if free else []
    found = with_fixed(base, protected, stay)
    assert sorted(found) == sorted([*protected, *stay])
    fixed = [index for index, item in enumerate(base) if item in protected]
    for after, index in enumerate(reversed(fixed), 1):
        assert found.index(base[index]) in (index, len(found) - after) or found.index(base[index]) < index


@given(
    st.one_of(
        st.none(),
        st.integers(),
        st.just({}),
        st.just({"base": ["a", "b", "c"], "items": "abc"}),
        st.just({"base": ["a", "b"], "items": ["b", "a"]}),
        st.just({"base": ["a", "b", "c"], "items": ["a", "x"]}),
        st.just({"base": ["a", "b", "c"], "items": ["a", "a", "b"]}),
        st.just({"base": ["a", "b", "c"], "items": ["b", "c"]}),
        st.just({"base": ["a", "b", "c"], "items": []}),
        st.just({"base": ["a", "b", "c"], "items": [["a"]]}),
    )
)
def test_what_was_kept_wrongly_or_for_another_package_changes_nothing(kept: object) -> None:
    assert arranged(["a", "b", "c"], ["a"], kept) == ("a", "b", "c")
