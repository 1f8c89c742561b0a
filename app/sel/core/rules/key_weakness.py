"""Is its key one that is known to be broken? S/MIME BR 6.1.1.3 and 6.1.6, RFC 8017 3.1."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from math import gcd, isqrt, prod

from sel.core.extensions import Details
from sel.core.finding import Finding, error

CODES = ("exponent-broken", "key-known-weak")
_LEAST_EXPONENT = 3
_SMALL = 752
_FERMAT_ROUNDS = 100
# The generator and the primes by which keys of a flawed chip library are known (CVE-2017-15361).
_GENERATOR = 65537
_TELLING = (11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157)
_LARGEST = 16_384


def check_key_weakness(details: Details) -> Iterator[Finding]:
    """What can be seen in the numbers of an RSA key alone."""
    modulus, exponent = details.modulus, details.exponent
    if modulus is None or exponent is None:
        return
    if exponent < _LEAST_EXPONENT or exponent % 2 == 0:
        yield error("exponent-broken", source="S/MIME BR 6.1.6", exponent=exponent)
    if modulus < 2 or gcd(modulus, _small_primes()) > 1:
        yield error("key-known-weak", source="S/MIME BR 6.1.6", flaw="small-factor")
    elif modulus.bit_length() > _LARGEST:
        return  # nobody uses such keys, and the tests below would take long
    elif _has_flawed_pattern(modulus):
        yield error("key-known-weak", source="S/MIME BR 6.1.1.3", flaw="pattern")
    elif _has_close_factors(modulus):
        yield error("key-known-weak", source="S/MIME BR 6.1.1.3", flaw="close-primes")


@cache
def _small_primes() -> int:
    """The product of every prime below 752."""
    return prod(n for n in range(2, _SMALL) if all(n % d for d in range(2, isqrt(n) + 1)))


@cache
def _patterns() -> tuple[tuple[int, frozenset[int]], ...]:
    """For each telling prime the powers of the generator: what such a modulus leaves."""
    return tuple(
        (prime, frozenset(pow(_GENERATOR, power, prime) for power in range(prime)))
        for prime in _TELLING
    )


def _has_flawed_pattern(modulus: int) -> bool:
    """Primes of that library are powers of 65537 modulo a product of small primes.

    A sound modulus passes by chance with a probability of about 2**-27.
    """
    return all(modulus % prime in powers for prime, powers in _patterns())


def _has_close_factors(modulus: int) -> bool:
    """Fermat's method: factors near the square root of an odd modulus are found at once."""
    a = isqrt(modulus - 1) + 1
    rest = a * a - modulus
    for _ in range(_FERMAT_ROUNDS):
        # What squares leave when they are divided saves nearly all of the roots.
        if rest & 63 in _SQUARES_64 and rest % _ODD in _SQUARES_ODD and isqrt(rest) ** 2 == rest:
            return True
        rest += 2 * a + 1
        a += 1
    return False


_ODD = 3 * 3 * 5 * 7 * 11
_SQUARES_64, _SQUARES_ODD = (
    frozenset(number * number % base for number in range(base)) for base in (64, _ODD)
)
