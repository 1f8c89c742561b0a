"""Ways to a certificate. Today: profiles as data in resources/authorities; policy and school packs
will add theirs in the same form."""

from sel.enrol.profiles import ENROLMENTS, profiles

__all__ = ["ENROLMENTS", "profiles"]
