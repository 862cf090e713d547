"""Tables for those who work at the terminal: staff, paper, faults, checks. ``schema.py`` has them in their order."""

__all__ = [
    "FAULT_CASES",
    "HARDWARE_CHECKS",
    "HELPER_ITEMS",
    "NEWS",
    "PAPER",
    "PROXIES",
    "ROUNDS",
    "STAFF",
]

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

ROUNDS = """
CREATE TABLE checklists (           -- when each comes round again: core/turn.py
    name  TEXT PRIMARY KEY,         -- assets/upkeep
    since REAL NOT NULL,            -- seconds since 1970, as all times here
    done  INTEGER NOT NULL          -- 0: nobody has gone through it yet, since when it counts
) STRICT;
CREATE TABLE rounds (               -- a checklist gone through: services/rounds.py
    id        INTEGER PRIMARY KEY,
    checklist TEXT NOT NULL,
    begun     REAL NOT NULL,
    ended     REAL,                 -- NULL while it is under way
    staff     TEXT,                 -- number of who signed it
    wanting   INTEGER               -- how much was found wanting
) STRICT;
CREATE UNIQUE INDEX rounds_open ON rounds (checklist) WHERE ended IS NULL;
CREATE INDEX rounds_ended ON rounds (ended);
CREATE TABLE round_items (
    round INTEGER NOT NULL,
    item  TEXT NOT NULL,
    ok    INTEGER NOT NULL,
    note  TEXT NOT NULL,            -- of the machine, for the next one who looks
    staff TEXT NOT NULL,
    at    REAL NOT NULL,
    PRIMARY KEY (round, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE inspections (          -- the terminal tried as a whole, in the morning and in the evening
    id       INTEGER PRIMARY KEY,
    occasion TEXT NOT NULL,         -- opening | closing
    at       REAL NOT NULL,
    staff    TEXT NOT NULL,
    ready    INTEGER NOT NULL,
    findings TEXT NOT NULL,         -- JSON: part, well (null: not tried), words
    printed  TEXT NOT NULL          -- the device that the report came out of, "" for none
) STRICT;
CREATE INDEX inspections_by_time ON inspections (at);
"""
