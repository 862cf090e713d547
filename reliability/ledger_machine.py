"""Ledger and gateway in any order, against an oracle that knows nothing of ``core/order.py``: many more examples.

.venv/bin/python reliability/ledger_machine.py --examples 10000              over a table in memory, two minutes
.venv/bin/python reliability/ledger_machine.py --examples 10000 --store      over the encrypted store, ten minutes
"""

import argparse
import sys
import time

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.test_ledger_machine import LedgerMachine, StoredLedgerMachine


def main() -> int:
    """What hypothesis finds it shows as a program to run again, and ends with its exception."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=30)
    parser.add_argument("--store", action="store_true")
    asked = parser.parse_args()
    machine = StoredLedgerMachine if asked.store else LedgerMachine
    many = settings(
        max_examples=asked.examples,
        stateful_step_count=asked.steps,
        deadline=None,
        database=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    began = time.monotonic()
    run_state_machine_as_test(machine, settings=many)
    print(f"{asked.examples:,} examples of {machine.__name__}: clean, {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
