"""What a plain script does to ten thousand certificates: the peer of `make bench`.

It says of each file what `sel inspect` prints, with the library of most scripts, on one processor.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes


def main(folder: Path) -> None:
    """Print lines for every certificate in a folder."""
    for path in sorted(folder.iterdir()):
        one = x509.load_pem_x509_certificate(path.read_bytes())
        names = one.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        emails = ", ".join(names.get_values_for_type(x509.RFC822Name))
        start, end = one.not_valid_before_utc, one.not_valid_after_utc
        print(f"{path}: certificate")
        print(f"  {one.subject.rfc4514_string()} · {emails} · {start:%d %B %Y} to {end:%d %B %Y}")
        print(f"  SHA-256 {one.fingerprint(hashes.SHA256()).hex()}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
