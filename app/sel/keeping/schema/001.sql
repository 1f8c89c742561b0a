-- The book, version 1. Times are UTC, RFC 3339 with microseconds, so that they sort as text.
-- Every table has a rowid: salvaging a damaged book walks along it.

CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    uuid BLOB NOT NULL CHECK (length(uuid) = 16),
    made TEXT NOT NULL,
    -- counts changes that the second copy has to hold; both files show the same number then
    changes INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The book key itself is never here, only its id and a value to tell it by.
-- state: current; retired (its keyring entry waits to be dropped); lost (given up by the person)
CREATE TABLE book_key (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    check_value BLOB NOT NULL CHECK (length(check_value) = 32),
    state TEXT NOT NULL CHECK (state IN ('current', 'retired', 'lost')),
    made TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX book_key_current ON book_key (state) WHERE state = 'current';

-- kind keyring: content is the entry's user name; kind passphrase: the sealed slot
CREATE TABLE slot (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('keyring', 'passphrase')),
    book_key BLOB NOT NULL,
    content BLOB NOT NULL,
    content_sha256 BLOB NOT NULL,
    made TEXT NOT NULL,
    UNIQUE (kind, book_key)
) STRICT;

CREATE TABLE key (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    spki BLOB NOT NULL,
    spki_sha256 BLOB NOT NULL UNIQUE CHECK (length(spki_sha256) = 32),
    origin TEXT NOT NULL,
    created TEXT NOT NULL,
    sealed BLOB NOT NULL,
    -- finds bit rot without the book key; the seal itself is what protects
    sealed_sha256 BLOB NOT NULL CHECK (length(sealed_sha256) = 32)
) STRICT;

CREATE TABLE request (
    n INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    der BLOB NOT NULL,
    spki_sha256 BLOB NOT NULL,
    created TEXT NOT NULL,
    cancelled TEXT
) STRICT;
CREATE INDEX request_key ON request (spki_sha256);

CREATE TABLE certificate (
    n INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL,
    der BLOB NOT NULL,
    spki_sha256 BLOB NOT NULL,
    role TEXT NOT NULL,
    friendly_name TEXT,
    added TEXT NOT NULL,
    UNIQUE (sha256, role)
) STRICT;
CREATE INDEX certificate_key ON certificate (spki_sha256);

-- keys: SPKI SHA-256 of each, one after the other; mac covers a verified backup, a trust fact
CREATE TABLE backup (
    n INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    made TEXT NOT NULL,
    verified TEXT,
    file_sha256 BLOB NOT NULL,
    keys BLOB NOT NULL,
    mac BLOB,
    UNIQUE (path, file_sha256)
) STRICT;

CREATE TABLE install (
    n INTEGER PRIMARY KEY,
    certificate BLOB NOT NULL,
    store TEXT NOT NULL,
    proved TEXT NOT NULL,
    UNIQUE (certificate, store)
) STRICT;

CREATE TABLE trust (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    at TEXT NOT NULL,
    how TEXT NOT NULL,
    mac BLOB NOT NULL,
    UNIQUE (kind, subject)
) STRICT;

CREATE TABLE authority (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    root BLOB NOT NULL,
    issuer BLOB NOT NULL,
    root_crl BLOB NOT NULL,
    crl_number INTEGER NOT NULL,
    domains TEXT NOT NULL,
    crl_url TEXT
) STRICT;

CREATE TABLE authority_key (
    n INTEGER PRIMARY KEY,
    which TEXT NOT NULL UNIQUE,
    uuid BLOB NOT NULL UNIQUE,
    spki_sha256 BLOB NOT NULL,
    sealed BLOB NOT NULL,
    sealed_sha256 BLOB NOT NULL
) STRICT;

-- serial: hexadecimal, lower case, for it may have 160 bits (RFC 5280 4.1.2.2)
CREATE TABLE issued (
    n INTEGER PRIMARY KEY,
    serial TEXT NOT NULL UNIQUE,
    der BLOB NOT NULL,
    sha256 BLOB NOT NULL,
    revoked TEXT
) STRICT;

CREATE TABLE journal (
    n INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    code TEXT NOT NULL,
    facts TEXT NOT NULL
) STRICT;
CREATE INDEX journal_at ON journal (at);

CREATE TABLE draft (
    n INTEGER PRIMARY KEY,
    journey TEXT NOT NULL UNIQUE,
    typed TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
