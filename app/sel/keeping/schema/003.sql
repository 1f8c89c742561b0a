-- School packs: the signed file as it came, newest edition only. What it says of partners and
-- authorities is read from it again, signature and all, whenever it is used.
CREATE TABLE pack (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    id TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL CHECK (number > 0),
    signer BLOB NOT NULL CHECK (length(signer) = 32),
    taken TEXT NOT NULL,
    file BLOB NOT NULL
) STRICT;
