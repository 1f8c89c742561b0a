-- Colleagues. Their certificates are in `certificate` (role person); here is what a list says of
-- them, so that none parses a certificate. Times as in version 1.

-- mailbox: the address in one case, by which it is found; folded: name, address and organisation
-- as they are searched (NFKD, marks off, casefold)
CREATE TABLE person (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    mailbox TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation TEXT NOT NULL,
    folded TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE person_search
    USING fts5 (folded, content = 'person', content_rowid = 'n', tokenize = 'trigram');

-- One certificate as it counts for one address. met: the taking-in it first came with.
-- announced_by: SPKI SHA-256 of the person's key that signed the mail it came in.
-- path, judged: what was found when its path was last looked at; whoever uses it looks again.
CREATE TABLE person_certificate (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    mailbox TEXT NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    spki_sha256 BLOB NOT NULL CHECK (length(spki_sha256) = 32),
    not_before TEXT NOT NULL,
    not_after TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    encrypts INTEGER NOT NULL CHECK (encrypts IN (0, 1)),
    matches INTEGER NOT NULL CHECK (matches IN (0, 1)),
    met TEXT NOT NULL,
    path TEXT NOT NULL CHECK (path IN ('trusted', 'path-unknown', 'revoked', 'weak')),
    judged TEXT NOT NULL,
    announced_by BLOB CHECK (length(announced_by) = 32),
    source TEXT NOT NULL,
    UNIQUE (mailbox, sha256)
) STRICT;
CREATE INDEX person_certificate_sha256 ON person_certificate (sha256);
CREATE INDEX person_certificate_ends ON person_certificate (not_after);

-- Where a certificate was seen besides.
CREATE TABLE sighting (
    n INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    at TEXT NOT NULL,
    announced_by BLOB CHECK (length(announced_by) = 32),
    source TEXT NOT NULL,
    UNIQUE (sha256, source)
) STRICT;
