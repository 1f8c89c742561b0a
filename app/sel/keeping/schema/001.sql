-- The book, version 1. Times are UTC, RFC 3339 with microseconds, so that they sort as text.
--
-- Every table has a row number n, along which a damaged book is salvaged, and a digest of the row
-- (see rows.py), by which rot is found. What is long stands last in a row.

CREATE TABLE meta (
    n INTEGER PRIMARY KEY CHECK (n = 1),
    digest BLOB NOT NULL,
    uuid BLOB NOT NULL CHECK (length(uuid) = 16),
    made TEXT NOT NULL,
    -- counts changes that the second copy has to hold; both files show the same number then
    changes INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The book key itself is never here, only its id and a value to tell it by.
-- state: current; retired (its keyring entry waits to be dropped); lost (given up by the person)
CREATE TABLE book_key (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    check_value BLOB NOT NULL CHECK (length(check_value) = 32),
    state TEXT NOT NULL CHECK (state IN ('current', 'retired', 'lost')),
    made TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX book_key_current ON book_key (state) WHERE state = 'current';

-- kind keyring: content is the entry's user name; kind passphrase: the sealed slot
CREATE TABLE slot (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('keyring', 'passphrase')),
    book_key BLOB NOT NULL CHECK (length(book_key) = 16),
    made TEXT NOT NULL,
    content BLOB NOT NULL,
    UNIQUE (kind, book_key)
) STRICT;

CREATE TABLE key (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    id TEXT NOT NULL UNIQUE,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    origin TEXT NOT NULL CHECK (origin IN ('made', 'imported', 'adopted')),
    created TEXT NOT NULL,
    spki_sha256 BLOB NOT NULL UNIQUE CHECK (length(spki_sha256) = 32),
    spki BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE request (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    spki_sha256 BLOB NOT NULL CHECK (length(spki_sha256) = 32),
    created TEXT NOT NULL,
    cancelled TEXT,
    der BLOB NOT NULL
) STRICT;
CREATE INDEX request_key ON request (spki_sha256);

CREATE TABLE certificate (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    spki_sha256 BLOB NOT NULL CHECK (length(spki_sha256) = 32),
    role TEXT NOT NULL CHECK (role IN ('own', 'chain', 'person')),
    added TEXT NOT NULL,
    friendly_name TEXT,
    der BLOB NOT NULL,
    UNIQUE (sha256, role)
) STRICT;
CREATE INDEX certificate_key ON certificate (spki_sha256);

-- keys: SPKI SHA-256 of each, one after the other; mac covers a verified backup, a trust fact
CREATE TABLE backup (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    path TEXT NOT NULL,
    made TEXT NOT NULL,
    verified TEXT,
    file_sha256 BLOB NOT NULL CHECK (length(file_sha256) = 32),
    mac BLOB CHECK (length(mac) = 32),
    keys BLOB NOT NULL CHECK (length(keys) % 32 = 0),
    UNIQUE (path, file_sha256)
) STRICT;

CREATE TABLE install (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    certificate BLOB NOT NULL CHECK (length(certificate) = 32),
    proved TEXT NOT NULL,
    store TEXT NOT NULL,
    UNIQUE (certificate, store)
) STRICT;

CREATE TABLE trust (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    at TEXT NOT NULL,
    how TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    UNIQUE (kind, subject)
) STRICT;

CREATE TABLE authority (
    n INTEGER PRIMARY KEY CHECK (n = 1),
    digest BLOB NOT NULL,
    crl_number INTEGER NOT NULL,
    domains TEXT NOT NULL,
    crl_url TEXT,
    root BLOB NOT NULL,
    issuer BLOB NOT NULL,
    root_crl BLOB NOT NULL
) STRICT;

CREATE TABLE authority_key (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    which TEXT NOT NULL UNIQUE CHECK (which IN ('root', 'issuer')),
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    spki_sha256 BLOB NOT NULL CHECK (length(spki_sha256) = 32),
    sealed BLOB NOT NULL
) STRICT;

-- serial: hexadecimal, lower case, for it may have 160 bits (RFC 5280 4.1.2.2)
CREATE TABLE issued (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    serial TEXT NOT NULL UNIQUE,
    revoked TEXT,
    der BLOB NOT NULL
) STRICT;

CREATE TABLE journal (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    at TEXT NOT NULL,
    code TEXT NOT NULL,
    facts TEXT NOT NULL
) STRICT;
CREATE INDEX journal_at ON journal (at);

CREATE TABLE draft (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    journey TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    typed TEXT NOT NULL
) STRICT;
