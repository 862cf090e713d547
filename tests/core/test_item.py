"""Items are found in their files."""

from types import ModuleType

import pytest

from kiosk import flows
from kiosk.core.item import Item, find_items


def test_the_flows_are_found_by_their_ids() -> None:
    items = find_items(flows)
    assert items["social.pension_certification"].title == "办养老金认证"
    assert all(isinstance(item, Item) and item.id == id for id, item in items.items())


def test_two_items_with_one_id_are_refused(tmp_path, monkeypatch) -> None:
    source = (
        "from kiosk.core.item import Category, item\n"
        "@item('a.b', title='t', official='o', icon='i', category=Category.CARE)\nasync def s(): ...\n"
    )
    (tmp_path / "one_flow.py").write_text(source)
    (tmp_path / "two_flow.py").write_text(source)
    (tmp_path / "__init__.py").write_text("")
    package = ModuleType(tmp_path.name)
    monkeypatch.syspath_prepend(tmp_path.parent)
    package.__path__ = [str(tmp_path)]
    with pytest.raises(ValueError, match=r"a\.b"):
        find_items(package)
