"""Acting for somebody else (代办), as the window knows it: the helper's choice, the registration, the item after it."""

from dataclasses import replace

from kiosk.core.assist import Assistance
from kiosk.core.item import Item
from kiosk.core.proxy import Authorised
from kiosk.core.walk import Walk
from kiosk.core.words import joined, said
from kiosk.screens.assist.office import AssistOffice
from kiosk.screens.content import Tile

__all__ = ["Proxying"]


class Proxying:
    """``on``: what the helper begins next is for somebody else. ``refused`` says why the item that was pressed is not
    done so, and what else, "" for nothing.
    """

    def __init__(self, office: AssistOffice) -> None:
        self._office = office
        self.on = False
        self.refused = ""
        self._item: Item | None = None  # that is registered, or done under its registration
        self._authorisation = ""

    def forget(self) -> None:
        """The visit is over: whoever comes next does it for themselves, unless the helper says otherwise."""
        self.on, self.refused, self._item, self._authorisation = False, "", None, ""

    def turn(self) -> None:
        """替别人办, or not after all."""
        self.on, self.refused = not self.on, ""

    @property
    def under_way(self) -> bool:
        """Somebody acts for somebody else just now, or is about to: nobody goes on with that alone."""
        return self._item is not None

    def tile(self, now: Assistance, item: Item, tile: Tile) -> Tile:
        """What stands in the list of it."""
        no = self._office.why_not(now, item) if self.on else None
        return replace(tile, note=no.sentence, ready=False) if no is not None else tile

    def register(self, now: Assistance, item: Item) -> Item | None:
        """What is walked through before the item; None where that is not done for others, and ``refused`` says why."""
        no = self._office.why_not(now, item)
        self.refused = joined("，", (no.sentence, no.remedy)) if no is not None else ""
        if no is not None:
            return None
        self._item, self._authorisation = item, ""
        return _called(self._office.registration(now, item), item)

    def registered(self, now: Assistance, how: Authorised) -> Item:
        """The item, which begins now for the principal."""
        if self._item is None:
            raise RuntimeError("nothing is being registered")
        self._office.authorised(now, self._item, how)
        self._authorisation = how.reference
        return _called(self._item, self._item)

    def stamp(self, walk: Walk) -> None:
        """Whatever this walk does is done under the authorisation, if there is one."""
        walk.authorisation = self._authorisation


def _called(shown: Item, item: Item) -> Item:
    """The pages say all along that it is for somebody else."""
    return replace(shown, title=said("代办：{title}", title=item.title))
