"""The tables of the encrypted store, as the steps that lead to them: ``user_version`` counts those that were taken.

A step that has been in the field is never changed; the next one is added behind it.
"""

__all__ = ["MIGRATIONS"]

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

MIGRATIONS: tuple[str, ...] = (EFFECTS,)
