"""Errors that a person can act on: a code, its facts, and detail for the helpdesk.

Four families answer the command line's exit codes 2 to 5 (docs/cli: a contract). Words live in
`sel.text`. Unsafe-to-ignore results are raised, never returned.

One file a family; a new error is one class in its file, and is found here by itself.
"""

from sel.base.errors.files import *
from sel.base.errors.guides import *
from sel.base.errors.keeping import *
from sel.base.errors.matters import *
from sel.base.errors.packs import *
from sel.base.errors.policy import *
from sel.base.errors.root import *
from sel.base.errors.surroundings import *
from sel.base.errors.usage import *
