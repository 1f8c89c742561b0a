"""`sel --smoke`: whether everything that was packed with Sêl is there and works.

For those who build and check packages (docs/packing.md), not for people: no words, codes alone.
Nothing of the person's is touched: all happens in a scratch folder, and no keyring is written to.
"""

from sel.smoke.report import run

__all__ = ["run"]
