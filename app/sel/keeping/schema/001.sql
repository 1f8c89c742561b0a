-- The book, version 1. Times are UTC, RFC 3339 with microseconds, so that they sort as text.
--
-- Every table has a rowid: salvaging a damaged book walks along it. What is long stands last in a
-- row, so that the rest lies in the leaf and not in an overflow page, whose damage only the digest
-- beside the content shows. Digests find bit rot without the book key; what protects a key is its
-- seal. The CHECKs are there for PRAGMA quick_check to find rot by.

CREATE TABLE meta (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    uuid BLOB NOT NULL CHECK (length(uuid) = 16),
    made TEXT NOT NULL CHECK (made GLOB '20*Z'),
    -- counts changes that the second copy has to hold; both files show the same number then
    changes INTEGER NOT NULL DEFAULT 0 CHECK (changes >= 0)
) STRICT;

-- The book key itself is never here, only its id and a value to tell it by.
-- state: current; retired (its keyring entry waits to be dropped); lost (given up by the person)
CREATE TABLE book_key (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    check_value BLOB NOT NULL CHECK (length(check_value) = 32),
    state TEXT NOT NULL CHECK (state IN ('current', 'retired', 'lost')),
    made TEXT NOT NULL CHECK (made GLOB '20*Z')
) STRICT;
CREATE UNIQUE INDEX book_key_current ON book_key (state) WHERE state = 'current';

-- kind keyring: content is the entry's user name; kind passphrase: the sealed slot
CREATE TABLE slot (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('keyring', 'passphrase')),
    book_key BLOB NOT NULL CHECK (length(book_key) = 16),
    made TEXT NOT NULL CHECK (made GLOB '20*Z'),
    content_sha256 BLOB NOT NULL CHECK (length(content_sha256) = 32),
    content BLOB NOT NULL,
    UNIQUE (kind, book_key)
) STRICT;

CREATE TABLE key (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) BETWEEN 8 AND 64 AND id NOT GLOB '*[^0-9a-f]*'),
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    origin TEXT NOT NULL CHECK (origin IN ('made', 'imported', 'adopted')),
    created TEXT NOT NULL CHECK (created GLOB '20*Z'),
    spki_sha256 BLOB NOT NULL UNIQUE CHECK (length(spki_sha256) = 32),
    sealed_sha256 BLOB NOT NULL CHECK (length(sealed_sha256) = 32),
    spki BLOB NOT NULL,
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE request (
    n INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
    spki_sha256 BLOB NOT NULL CHECK (length(spki_sha256) = 32),
    created TEXT NOT NULL CHECK (created GLOB '20*Z'),
    cancelled TEXT CHECK (cancelled GLOB '20*Z'),
    der BLOB NOT NULL
) STRICT;
CREATE INDEX request_key ON request (spki_sha256);

CREATE TABLE certificate (
    n INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    spki_sha256 BLOB NOT NULL CHECK (length(spki_sha256) = 32),
    role TEXT NOT NULL CHECK (role IN ('own', 'chain', 'person')),
    added TEXT NOT NULL CHECK (added GLOB '20*Z'),
    friendly_name TEXT,
    der BLOB NOT NULL,
    UNIQUE (sha256, role)
) STRICT;
CREATE INDEX certificate_key ON certificate (spki_sha256);

-- keys: SPKI SHA-256 of each, one after the other; mac covers a verified backup, a trust fact
CREATE TABLE backup (
    n INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    made TEXT NOT NULL CHECK (made GLOB '20*Z'),
    verified TEXT CHECK (verified GLOB '20*Z'),
    file_sha256 BLOB NOT NULL CHECK (length(file_sha256) = 32),
    mac BLOB CHECK (length(mac) = 32),
    keys BLOB NOT NULL CHECK (length(keys) % 32 = 0),
    UNIQUE (path, file_sha256)
) STRICT;

CREATE TABLE install (
    n INTEGER PRIMARY KEY,
    certificate BLOB NOT NULL CHECK (length(certificate) = 32),
    proved TEXT NOT NULL CHECK (proved GLOB '20*Z'),
    store TEXT NOT NULL,
    UNIQUE (certificate, store)
) STRICT;

CREATE TABLE trust (
    n INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    at TEXT NOT NULL CHECK (at GLOB '20*Z'),
    how TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    UNIQUE (kind, subject)
) STRICT;

CREATE TABLE authority (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    crl_number INTEGER NOT NULL CHECK (crl_number >= 0),
    root_sha256 BLOB NOT NULL CHECK (length(root_sha256) = 32),
    issuer_sha256 BLOB NOT NULL CHECK (length(issuer_sha256) = 32),
    root_crl_sha256 BLOB NOT NULL CHECK (length(root_crl_sha256) = 32),
    domains TEXT NOT NULL,
    crl_url TEXT,
    root BLOB NOT NULL,
    issuer BLOB NOT NULL,
    root_crl BLOB NOT NULL
) STRICT;

CREATE TABLE authority_key (
    n INTEGER PRIMARY KEY,
    which TEXT NOT NULL UNIQUE CHECK (which IN ('root', 'issuer')),
    uuid BLOB NOT NULL UNIQUE CHECK (length(uuid) = 16),
    spki_sha256 BLOB NOT NULL CHECK (length(spki_sha256) = 32),
    sealed_sha256 BLOB NOT NULL CHECK (length(sealed_sha256) = 32),
    sealed BLOB NOT NULL
) STRICT;

-- serial: hexadecimal, lower case, for it may have 160 bits (RFC 5280 4.1.2.2)
CREATE TABLE issued (
    n INTEGER PRIMARY KEY,
    serial TEXT NOT NULL UNIQUE CHECK (serial NOT GLOB '*[^0-9a-f]*'),
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    revoked TEXT CHECK (revoked GLOB '20*Z'),
    der BLOB NOT NULL
) STRICT;

CREATE TABLE journal (
    n INTEGER PRIMARY KEY,
    at TEXT NOT NULL CHECK (at GLOB '20*Z'),
    code TEXT NOT NULL,
    facts TEXT NOT NULL
) STRICT;
CREATE INDEX journal_at ON journal (at);

CREATE TABLE draft (
    n INTEGER PRIMARY KEY,
    journey TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL CHECK (at GLOB '20*Z'),
    typed TEXT NOT NULL
) STRICT;
