"""The tables of the encrypted store, as the steps that lead to them: ``user_version`` counts those that were taken.

A step that has been in the field is never changed; the next one is added behind it.
"""

from collections.abc import Iterator

from sqlcipher3 import dbapi2

from kiosk.services.schema_staff import (
    FAULT_CASES,
    HARDWARE_CHECKS,
    HELPER_ITEMS,
    NEWS,
    PAPER,
    PROXIES,
    ROUNDS,
    STAFF,
)

__all__ = ["MIGRATIONS", "SAVED_TABLES", "statements"]

EFFECTS = """
CREATE TABLE secrets (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;
INSERT INTO secrets VALUES ('owner', randomblob(32));

CREATE TABLE effects (
    key      TEXT PRIMARY KEY,      -- idempotency key
    kind     TEXT NOT NULL,         -- submit | print
    walk     TEXT NOT NULL,         -- which citizen's walk it belongs to
    owner    BLOB,                  -- HMAC of the ID number under secrets.owner
    subject  TEXT NOT NULL,         -- submit: path of the call; print: number of the receipt
    state    TEXT NOT NULL,         -- services/effect_states.py
    body     BLOB,                  -- what is to be sent; erased as soon as the outcome is final
    receipt  TEXT,                  -- JSON: the gateway's receipt, or the slip of what is kept for later
    number   TEXT,                  -- of the gateway's receipt
    lookup   TEXT UNIQUE,           -- number on the slip
    refusal  TEXT,                  -- JSON: reason, sentence, remedy
    attempts INTEGER NOT NULL,      -- tries begun, counted before the first byte leaves
    next_try REAL NOT NULL,         -- seconds since 1970, as all times here
    created  REAL NOT NULL,
    updated  REAL NOT NULL,
    deadline REAL NOT NULL          -- retention: purged after it
) STRICT;
CREATE INDEX effects_by_state ON effects (kind, state, next_try);
CREATE INDEX effects_by_subject ON effects (kind, subject);
CREATE INDEX effects_by_owner ON effects (owner) WHERE owner IS NOT NULL;
CREATE INDEX effects_by_walk ON effects (walk);
"""

FAULTS = """
CREATE TABLE faults (
    id         INTEGER PRIMARY KEY,
    device     TEXT NOT NULL,       -- the Kit's name of it
    code       TEXT NOT NULL,       -- core/errors.py: what it is, however it is worded
    stops      INTEGER NOT NULL,    -- 1: the device cannot be used; 0: somebody should see to it soon
    clearer    TEXT NOT NULL,       -- itself | citizen | site | engineer
    sentence   TEXT NOT NULL,       -- for the citizen, as is remedy
    remedy     TEXT NOT NULL,
    technician TEXT NOT NULL,
    began      REAL NOT NULL,       -- seconds since 1970
    seen       REAL NOT NULL,       -- until then at least it lasted
    ended      REAL,                -- NULL while it lasts
    ending     TEXT                 -- services/faults.py
) STRICT;
CREATE UNIQUE INDEX faults_open ON faults (device, code) WHERE ended IS NULL;
CREATE INDEX faults_ended ON faults (ended);
"""

AUDIT = """
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,    -- without a gap
    at      REAL NOT NULL,          -- seconds since 1970
    event   TEXT NOT NULL,
    subject TEXT NOT NULL,          -- number of an order, a receipt, a slip; never a citizen's
    detail  TEXT NOT NULL,          -- JSON: the event's own fields
    hash    BLOB NOT NULL           -- services/audit.py: SHA-256 over the hash of the row before and this row
) STRICT;
CREATE INDEX audit_by_time ON audit (at);
CREATE INDEX audit_by_subject ON audit (subject);
CREATE TABLE audit_anchor (         -- one row: what the first row follows, after a purge the last that was deleted
    id   INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO audit_anchor VALUES (0, randomblob(32));
"""

ORDERS = """
CREATE TABLE orders (
    number         TEXT PRIMARY KEY,    -- the terminal's
    key            TEXT NOT NULL,       -- of the paying step: one order that is not closed for each
    walk           TEXT NOT NULL,       -- which citizen's walk it belongs to
    owner          BLOB NOT NULL,       -- HMAC of the payer's ID number under secrets.owner
    item           TEXT NOT NULL,
    title          TEXT NOT NULL,       -- what is paid, as it stands on the slip; names nobody
    bills          TEXT NOT NULL,       -- JSON: the gateway's numbers
    amount         INTEGER NOT NULL CHECK (amount > 0),  -- fen
    state          TEXT NOT NULL,       -- core/order.py
    qr             TEXT NOT NULL,
    expires_at     TEXT,                -- ISO 8601 by the server's clock, as the next two
    server_time    TEXT,
    paid_at        TEXT,
    channel        TEXT,
    transaction_id TEXT NOT NULL,       -- the payment provider's
    receipt        TEXT,                -- JSON: the agency's, or the terminal's own slip; masked
    receipt_number TEXT,
    refund         TEXT NOT NULL,       -- number of its one refund
    reason         TEXT NOT NULL,
    sentence       TEXT NOT NULL,
    created        REAL NOT NULL,       -- seconds since 1970 by the terminal's clock, as the next two
    updated        REAL NOT NULL,
    deadline       REAL NOT NULL        -- retention: purged after it
) STRICT;
CREATE INDEX orders_by_state ON orders (state);
CREATE INDEX orders_by_key ON orders (key);
CREATE INDEX orders_by_owner ON orders (owner);
CREATE INDEX orders_by_day ON orders (created);
"""

RECOVERY = """
CREATE TABLE recovery (             -- how this store came to be: services/store_recovery.py
    id      INTEGER PRIMARY KEY,
    at      REAL NOT NULL,          -- seconds since 1970
    reason  TEXT NOT NULL,          -- first | damaged | missing | cut_off
    kept    TEXT NOT NULL UNIQUE,   -- directory with the store before this one, "" for the first
    saved   INTEGER NOT NULL,       -- rows that could be read there
    rebuilt REAL                    -- when the gateway had told what it knows of this terminal
) STRICT;
"""

SHEETS = """
ALTER TABLE effects ADD COLUMN cuts INTEGER;    -- print: how often the printer had cut before this sheet
ALTER TABLE effects ADD COLUMN taken REAL;      -- print: when it was seen that nothing hangs in the printer's mouth
"""

USAGE = """
CREATE TABLE usage (                -- how often items are used here; nobody's
    item    TEXT NOT NULL,
    hour    INTEGER NOT NULL,       -- since 1970; nothing is kept that is finer
    outcome TEXT NOT NULL,          -- services/usage.py
    step    TEXT NOT NULL,          -- where it was left, "" at its end
    count   INTEGER NOT NULL,
    seconds INTEGER NOT NULL,       -- that they took, all together
    UNIQUE (hour, item, outcome, step)
) STRICT;
CREATE TABLE offered (
    item  TEXT PRIMARY KEY,
    since REAL NOT NULL             -- seconds since 1970: from then on it stood on home, in whatever package
) STRICT;
CREATE TABLE home_orders (          -- the last one stands: services/home_order.py
    id    INTEGER PRIMARY KEY,
    at    REAL NOT NULL,            -- seconds since 1970: the last step
    cause TEXT NOT NULL,            -- begun | reranked | clock | accepted | undone
    base  TEXT NOT NULL,            -- JSON: the items of the package that it was made for
    items TEXT NOT NULL             -- JSON: in their order
) STRICT;
CREATE TABLE proposals (            -- items to leave home: services/delisting.py
    id       INTEGER PRIMARY KEY,
    item     TEXT NOT NULL,
    made     REAL NOT NULL,         -- seconds since 1970, as the next two
    notice   REAL NOT NULL,         -- before it nobody can accept
    decided  REAL,
    evidence TEXT NOT NULL,         -- JSON
    state    TEXT NOT NULL          -- open | accepted | withdrawn | undone
) STRICT;
CREATE UNIQUE INDEX proposals_open ON proposals (item) WHERE state IN ('open', 'accepted');
"""

USAGE_BY_ITEM = """
CREATE TABLE usage_by_item (        -- the same in the order in which a year of it is added up: 0.15 s instead of 0.6
    item    TEXT NOT NULL,
    outcome TEXT NOT NULL,
    step    TEXT NOT NULL,
    hour    INTEGER NOT NULL,
    count   INTEGER NOT NULL,
    seconds INTEGER NOT NULL,
    PRIMARY KEY (item, outcome, step, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO usage_by_item SELECT item, outcome, step, hour, count, seconds FROM usage
    ORDER BY item, outcome, step, hour;
DROP TABLE usage;
ALTER TABLE usage_by_item RENAME TO usage;
"""

MIGRATIONS: tuple[str, ...] = (
    EFFECTS, FAULTS, AUDIT, ORDERS, RECOVERY, SHEETS, USAGE, USAGE_BY_ITEM, STAFF, PAPER, NEWS, FAULT_CASES,
    HARDWARE_CHECKS, HELPER_ITEMS, PROXIES, ROUNDS,
)  # fmt: skip

# What is taken over from a store that is damaged, as far as it can be read. The audit and the faults stay there.
SAVED_TABLES = (
    "secrets",
    "effects",
    "orders",
    "usage",
    "offered",
    "home_orders",
    "proposals",
    "staff",
    "door_tries",
    "paper_used",
    "paper_stock",
    "paper_filled",
    "news",
    "helper_items",
    "proxies",
    "checklists",
    "rounds",
    "round_items",
    "inspections",
)


def statements(migration: str) -> Iterator[str]:
    """One by one, since ``executescript`` commits before it begins."""
    statement = ""
    for line in migration.splitlines(keepends=True):
        statement += line
        if dbapi2.complete_statement(statement):
            yield statement
            statement = ""
