"""The tables of the encrypted store, as the steps that lead to them: ``user_version`` counts those that were taken.

A step that has been in the field is never changed; the next one is added behind it.
"""

from collections.abc import Iterator

from sqlcipher3 import dbapi2

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

STAFF = """
CREATE TABLE staff (                -- who works here: services/staff.py
    number  TEXT PRIMARY KEY,       -- 工号
    name    TEXT NOT NULL,
    role    TEXT NOT NULL,          -- core/staff.py
    pin     TEXT NOT NULL,          -- Argon2id with salt and parameters (PHC string), "" once removed
    card    BLOB UNIQUE,            -- HMAC of the ID number under secrets.owner; NULL without a card
    active  INTEGER NOT NULL,       -- 0: removed; the audit goes on naming the number
    changed REAL NOT NULL           -- seconds since 1970
) STRICT;
CREATE TABLE door_tries (           -- wrong tries at the doors for staff: services/pin_lock.py
    door   TEXT NOT NULL,           -- core/staff.py; a row for door '' says that the lock was set up
    number TEXT NOT NULL,           -- of whom the PIN was tried, '' for numbers that nobody has
    wrong  INTEGER NOT NULL,
    PRIMARY KEY (door, number)
) STRICT;
"""

PAPER = """
CREATE TABLE paper_used (           -- what the printers have put out, for which item: services/paper.py
    device TEXT NOT NULL,           -- the Kit's name of it
    item   TEXT NOT NULL,           -- "" for tests, and for what the printer's own counter knows besides
    hour   INTEGER NOT NULL,        -- since 1970; nothing is kept that is finer
    sheets INTEGER NOT NULL,
    amount INTEGER NOT NULL,        -- sheets of a tray, millimetres of a roll
    UNIQUE (device, item, hour)
) STRICT;
CREATE TABLE paper_stock (
    device     TEXT PRIMARY KEY,
    amount     INTEGER,             -- what is left; NULL until somebody has put in or counted
    cuts       INTEGER,             -- what the printer's own counter said last
    since_cuts INTEGER NOT NULL,    -- sheets counted after that
    senses     INTEGER NOT NULL,    -- 1: it has told that its paper ends, so it can
    told       INTEGER NOT NULL     -- 1: somebody was told of this end already
) STRICT;
CREATE TABLE paper_filled (
    id     INTEGER PRIMARY KEY,
    device TEXT NOT NULL,
    at     REAL NOT NULL,           -- seconds since 1970
    kind   TEXT NOT NULL,           -- refilled | counted | sensed
    amount INTEGER NOT NULL,        -- that was there then
    staff  TEXT NOT NULL            -- number of who did it, "" for the printer's own sensor
) STRICT;
CREATE INDEX paper_filled_by_device ON paper_filled (device, at);
"""

NEWS = """
CREATE TABLE news (                 -- what the gateway has not heard yet of this terminal: services/news.py
    id      INTEGER PRIMARY KEY AUTOINCREMENT,  -- grows for ever: the gateway orders by it
    key     TEXT NOT NULL,          -- idempotency key
    kind    TEXT NOT NULL,          -- core/news.py
    subject TEXT NOT NULL,          -- whose state it tells, "" for what no newer one replaces
    at      REAL NOT NULL,          -- seconds since 1970
    body    TEXT NOT NULL,          -- JSON: the fields of its kind
    photo   BLOB NOT NULL           -- JPEG; erased with the row when it was sent
) STRICT;
CREATE INDEX news_by_subject ON news (subject) WHERE subject <> '';
"""

FAULT_CASES = """
CREATE TABLE fault_cases (          -- who has to see to a fault: services/fault_cases.py
    id         INTEGER PRIMARY KEY,
    device     TEXT NOT NULL,       -- the Kit's name of it, "" for what somebody reported of the terminal
    code       TEXT NOT NULL,       -- core/errors.py; one that a person reported is "reported"
    stops      INTEGER NOT NULL,    -- 0: a notice, for which no clock runs
    clearer    TEXT NOT NULL,       -- itself | citizen | site | engineer
    sentence   TEXT NOT NULL,
    remedy     TEXT NOT NULL,
    technician TEXT NOT NULL,
    began      REAL NOT NULL,       -- seconds since 1970, as all times here
    ended      REAL,                -- NULL while it lasts; runs of the terminal do not end it, as they do in faults
    tier       TEXT NOT NULL,       -- core/routing.py: who is asked now
    since      REAL NOT NULL,       -- when somebody was told first: the clocks run from then
    late       TEXT NOT NULL,       -- what was told to be late, with commas
    responder  TEXT NOT NULL,       -- number on the staff list of who sees to it, "" while nobody does
    responded  REAL,
    closer     TEXT NOT NULL,       -- of who said that it is mended, "" where the device told
    how        TEXT NOT NULL        -- what they said was done
) STRICT;
CREATE UNIQUE INDEX fault_cases_open ON fault_cases (device, code) WHERE ended IS NULL AND code <> 'reported';
CREATE INDEX fault_cases_by_time ON fault_cases (began);
"""

HARDWARE_CHECKS = """
CREATE TABLE hardware_checks (      -- what people found of touch, picture and sound: services/hardware_checks.py
    id       INTEGER PRIMARY KEY,
    part     TEXT NOT NULL,         -- touch | ghost | display | sound
    at       REAL NOT NULL,         -- seconds since 1970
    staff    TEXT NOT NULL,         -- number on the staff list of who tried it
    well     INTEGER NOT NULL,
    sentence TEXT NOT NULL
) STRICT;
CREATE INDEX hardware_checks_by_part ON hardware_checks (part, id);
"""

HELPER_ITEMS = """
CREATE TABLE helper_items (         -- what stands on top of a helper's list: services/helper_items.py
    helper TEXT NOT NULL,           -- number on the staff list
    item   TEXT NOT NULL,
    used   REAL NOT NULL,           -- seconds since 1970
    UNIQUE (helper, item)
) STRICT;
"""

PROXIES = """
CREATE TABLE proxies (              -- what was done for others: services/proxies.py
    authorisation TEXT PRIMARY KEY, -- its number
    helper        TEXT NOT NULL,    -- number on the staff list
    item          TEXT NOT NULL,
    day           TEXT NOT NULL     -- ISO 8601
) STRICT, WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (
    EFFECTS, FAULTS, AUDIT, ORDERS, RECOVERY, SHEETS, USAGE, USAGE_BY_ITEM, STAFF, PAPER, NEWS, FAULT_CASES,
    HARDWARE_CHECKS, HELPER_ITEMS, PROXIES,
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
)


def statements(migration: str) -> Iterator[str]:
    """One by one, since ``executescript`` commits before it begins."""
    statement = ""
    for line in migration.splitlines(keepends=True):
        statement += line
        if dbapi2.complete_statement(statement):
            yield statement
            statement = ""
