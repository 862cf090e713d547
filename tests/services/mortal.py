"""A terminal that is killed for real: each order on stdin is carried out by a fork, which SIGKILLs itself at a moment.

A moment is before or after a commit of the store, before or after a call to the gateway, and before or after a sheet
comes out. Started by ``test_effects_kill.py`` with the gateway's URL and state directory; it has no threads, so that
it can be forked. The answer to an order is one line of JSON: whether it was killed, and what it told until then.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.core.cancel import Cancel
from kiosk.core.clock import SystemClock
from kiosk.core.person import Person
from kiosk.core.receipt import Receipt
from kiosk.flows.pension_certification import CertifyPension
from kiosk.sandbox.residents import Case
from kiosk.services.audit import Audit
from kiosk.services.effects import Effects
from kiosk.services.gateway import HttpGateway, Options, open_gateway
from kiosk.services.store import Store
from kiosk.services.sweeper import sweep
from tests.sandbox.town import PICTURE, TERMINAL, someone
from tests.services.test_sheets import Roll
from tests.services.world import KEY


class Death:
    """Comes at the moment ``at`` (from 1), or never (0)."""

    def __init__(self, at: int) -> None:
        self._left = at

    def moment(self) -> None:
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, work: Callable[[], Any]) -> Any:
        self.moment()
        answer = work()
        self.moment()
        return answer


class MortalStore(Store):
    def __init__(self, directory: Path, death: Death) -> None:
        self._death = death
        super().__init__(directory, KEY)

    def _commit(self) -> None:
        self._death.around(super()._commit)


class MortalGateway:
    def __init__(self, gateway: HttpGateway, death: Death) -> None:
        self._gateway = gateway
        self._death = death
        self.encode = gateway.encode

    def send(self, path: str, body: bytes, reply_type: Any, *, key: str | None, cancel: Cancel) -> Any:
        return self._death.around(lambda: self._gateway.send(path, body, reply_type, key=key, cancel=cancel))

    def withdraw(self, key: str, reply_type: Any, *, cancel: Cancel) -> Any:
        return self._death.around(lambda: self._gateway.withdraw(key, reply_type, cancel=cancel))


class MortalRoll(Roll):
    """``counter`` is a file with as many bytes as it has cut sheets: a printer that counts outlives the terminal."""

    def __init__(self, death: Death, tell: Callable[..., None], counter: Path | None) -> None:
        super().__init__()
        self._death = death
        self._tell = tell
        self._counter = counter
        if counter is not None:
            self.cuts = counter.stat().st_size if counter.exists() else 0

    def print_receipt(self, receipt: Receipt, *, copy: int, deadline: float) -> None:
        self._death.around(lambda: self.put_out(receipt.number, copy))

    def put_out(self, number: str, copy: int) -> None:
        super().put_out(number, copy)
        self._tell(paper=number, copy=copy)
        if self._counter is not None:
            with self._counter.open("ab") as file:
                file.write(b"x")


class Run:
    """One life of the terminal. ``tell`` writes what the world outside has seen, at once."""

    def __init__(
        self, url: str, state: Path, directory: Path, death: Death, tell: Callable[..., None], *, counts: bool
    ) -> None:
        options = Options(url=url, secret_file=Path("gateway.key"))
        clock = SystemClock()
        gateway = open_gateway(options, terminal=TERMINAL, state=state, clock=clock)
        self.store = MortalStore(directory, death)
        self.effects = Effects(
            self.store, MortalGateway(gateway, death), clock, terminal=TERMINAL, audit=Audit(self.store, clock)
        )
        self.roll = MortalRoll(death, tell, directory.with_suffix(".cuts") if counts else None)
        self.effects.watch(self.roll)
        self.tell = tell
        card = someone(Case.DUE).card
        self.person = Person(card.name, card.number)
        self.call = CertifyPension(card.number, 2026, PICTURE, ("face",))
        self.key = "k" * 32

    def hand_in(self) -> None:
        receipt = self.effects.submit(self.call, key=self.key, person=self.person, walk="w", cancel=Cancel())
        self.tell(receipt=receipt.number)
        self.effects.print_receipt(receipt, self.roll, walk="w", copy=False, cancel=Cancel())

    def keep(self) -> None:
        slip = self.effects.defer(self.call, key=self.key, person=self.person, walk="w", title="认证")
        self.tell(slip=slip.number)
        sweep(self.effects, Cancel())

    def take_back(self) -> None:
        """Handed in, and left before the reply: as much as the gateway may know of it."""
        self.effects.defer(self.call, key=self.key, person=self.person, walk="w", title="认证")
        self.store.read("UPDATE effects SET attempts = 1")
        self.effects.withdraw(self.key)
        self.tell(withdrawn=True)
        sweep(self.effects, Cancel())

    def recover(self) -> None:
        sweep(self.effects, Cancel())
        for receipt in self.effects.unfinished(self.person, cancel=Cancel()):
            self.tell(offered=receipt.number)
            self.effects.print_receipt(receipt, self.roll, walk="next", copy=True, cancel=Cancel())
        rows = self.store.read("SELECT state FROM effects WHERE kind = 'submit'")
        self.tell(states=[row["state"] for row in rows])
        self.store.close()


def live(url: str, state: Path, order: dict[str, Any], pipe: int) -> None:
    def tell(**what: Any) -> None:
        os.write(pipe, json.dumps(what).encode() + b"\n")

    run = Run(url, state, Path(order["directory"]), Death(order["at"]), tell, counts=order["counts"])
    {"hand_in": run.hand_in, "keep": run.keep, "take_back": run.take_back, "recover": run.recover}[order["act"]]()


def main() -> None:
    url, state = sys.argv[1], Path(sys.argv[2])
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            live(url, state, json.loads(line), writing)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            told = [json.loads(one) for one in pipe]
        _, status = os.waitpid(child, 0)
        print(json.dumps({"status": os.waitstatus_to_exitcode(status), "told": told}), flush=True)


if __name__ == "__main__":
    main()
