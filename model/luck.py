"""Keyed randomness, and the arithmetic that gives the same bits on every processor.

Every draw is `u(seed, purpose, entity, event)`: a 64-bit hash of its key, never the next
number of a shared stream. The arrangement is never in the key, so two arms of one world
meet the same luck, and a draw more or less shifts no other draw (common random numbers).

`exp` and `log` use only + - x / and exact scaling by powers of two, elementwise; the
libraries' versions differ in the last bit between systems.

Sources: Steele, Lea, Flood 2014 (splitmix64); Salmon et al. 2011 (counter-based random
numbers); Wichura 1988, AS 241 (normal by inversion); Abramowitz, Stegun 4.1.27 (log).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from model.compiled import compiled

FloatArray = npt.NDArray[np.float64]
KeyArray = npt.NDArray[np.uint64]


class Purpose(IntEnum):
    """What a draw is for; the numbers are part of every key and never change."""

    SIZE = 1
    MERIT = 2
    HETERO = 3
    NOISE = 4
    RUNNING_ORDER = 5
    BUILDING = 6
    REMAINING = 7
    DECIDED = 8
    LINKS = 9
    CHAIN = 10
    PARTNER_OPGAVE = 11
    PARTNER_MUNICIPALITY = 12
    PARTNER_PROJECT = 13
    SIGN = 14
    STRENGTH = 15
    SEEN = 16
    CLASH = 17
    STRAND = 18
    OBJECTION = 19
    OBJECTION_TIME = 20
    OVERRIDE = 21
    CABINET = 22
    WINDOW = 23
    CREDIT = 24
    SYNTHETIC = 25


_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX2 = np.uint64(0x94D049BB133111EB)
_S30, _S27, _S31, _S12 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(12)
_UNIT = 2.0**-52


@compiled
def fold(key: Any, value: Any) -> Any:
    """Fold one uint64 into a uint64 key; arrays or scalars.

    The key is mixed before the value meets it (splitmix64 finalizer, twice), so that
    fold(a, b) and fold(b, a) differ and no two (seed, purpose) pairs share a stream.
    """
    x = key + _GOLDEN
    x = (x ^ (x >> _S30)) * _MIX1
    x = (x ^ (x >> _S27)) * _MIX2
    x = (x ^ (x >> _S31) ^ value) + _GOLDEN
    x = (x ^ (x >> _S30)) * _MIX1
    x = (x ^ (x >> _S27)) * _MIX2
    return x ^ (x >> _S31)


@compiled
def unit(key: Any) -> Any:
    """A uniform in the open interval (0, 1) from a folded key."""
    return (np.float64(key >> _S12) + 0.5) * _UNIT


def text_key(text: str) -> np.uint64:
    """Stable 64-bit luck key of a name, such as a CBS code (FNV-1a)."""
    key = 0xCBF29CE484222325
    for byte in text.encode():
        key = ((key ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return np.uint64(key)


def keys(seed: int, purpose: Purpose, entity: Any, event: Any = 0) -> KeyArray:
    """Folded keys of draws; `entity` and `event` are uint64 or int, arrays or scalars."""
    root = np.array([seed], dtype=np.int64).view(np.uint64)
    root = _fold_array(root, np.uint64(purpose))
    return _fold_array(_fold_array(root, entity), event)


def u(seed: int, purpose: Purpose, entity: Any, event: Any = 0) -> FloatArray:
    """Uniform draws in (0, 1), keyed by seed, purpose, entity and event.

    Parameters
    ----------
    seed : int
        Seed of the world.
    purpose : Purpose
        What the draw decides.
    entity, event : int or uint64, scalar or array
        Who draws, and which of its draws this is; broadcast against each other.

    Returns
    -------
    ndarray of float64
        At least one-dimensional; a scalar key gives shape (1,).
    """
    return units(keys(seed, purpose, entity, event))


def units(key: KeyArray) -> FloatArray:
    """Uniforms in (0, 1) of an array of folded keys."""
    return ((key >> _S12).astype(np.float64) + 0.5) * _UNIT


def combine(first: Any, second: Any) -> KeyArray:
    """Key of a composite entity: a square from region and opgave, a project from (m, k, i)."""
    return _fold_array(first, second)


def _fold_array(key: Any, value: Any) -> KeyArray:
    left = np.atleast_1d(np.asarray(key)).astype(np.uint64)
    right = np.atleast_1d(np.asarray(value)).astype(np.uint64)
    folded: KeyArray = getattr(fold, "py_func", fold)(left, right)
    return folded


# --------------------------------------------------------------------------- arithmetic

_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_INV_LN2 = 1.44269504088896338700
_EXP_TERMS = tuple(
    1.0 / f for f in (6227020800, 479001600, 39916800, 3628800, 362880, 40320, 5040, 720,
                      120, 24, 6, 2, 1, 1)
)  # fmt: skip


def exp(x: Any) -> FloatArray:
    """e to the power x, elementwise, to about 1e-15 relative; below -745 it is 0."""
    x = np.asarray(x, dtype=np.float64)
    bounded = np.minimum(np.maximum(x, -746.0), 709.0)
    k = np.floor(bounded * _INV_LN2 + 0.5)
    r = (bounded - k * _LN2_HIGH) - k * _LN2_LOW
    total = np.full_like(r, _EXP_TERMS[0])
    for term in _EXP_TERMS[1:]:
        total = total * r + term
    result: FloatArray = np.ldexp(total, k.astype(np.int64))
    return result


def log(x: Any) -> FloatArray:
    """Natural logarithm, elementwise, to about 1e-15; ValueError unless all x > 0."""
    x = np.asarray(x, dtype=np.float64)
    if np.any(~(x > 0)):
        raise ValueError("log: every number must be above 0")
    m, e = np.frexp(x)
    low = m < 0.7071067811865476
    m = np.where(low, m * 2.0, m)
    k = (e - low).astype(np.float64)
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    series = np.zeros_like(z)
    for n in range(21, 1, -2):
        series = series * z + 1.0 / n
    series = series * z
    result: FloatArray = k * _LN2_HIGH + (2.0 * s + (2.0 * s * series + k * _LN2_LOW))
    return result


def power(x: Any, exponent: float) -> FloatArray:
    """x ** exponent for x >= 0 through our own exp and log; 0 ** 0 is 1."""
    x = np.asarray(x, dtype=np.float64)
    if exponent == 0.0:
        return np.ones_like(x)
    positive = x > 0
    return np.where(positive, exp(exponent * log(np.where(positive, x, 1.0))), 0.0)


_A = (3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
      1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
      3.3430575583588128105e4, 2.5090809287301226727e3)  # fmt: skip
_B = (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
      2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
      5.2264952788528545610e3)  # fmt: skip
_C = (1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
      3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4)  # fmt: skip
_D = (1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
      1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
      1.05075007164441684324e-9)  # fmt: skip
_E = (6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7)  # fmt: skip
_F = (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
      7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
      2.04426310338993978564e-15)  # fmt: skip


def _ratio(r: FloatArray, above: tuple[float, ...], below: tuple[float, ...]) -> FloatArray:
    top, bottom = np.full_like(r, above[-1]), np.full_like(r, below[-1])
    for a, b in zip(above[-2::-1], below[-2::-1], strict=True):
        top, bottom = top * r + a, bottom * r + b
    result: FloatArray = top / bottom
    return result


def normal(uniform: Any) -> FloatArray:
    """Standard normals by inversion of uniforms in (0, 1), to about 1e-15 (AS 241)."""
    p = np.asarray(uniform, dtype=np.float64)
    q = p - 0.5
    middle = q * _ratio(0.180625 - q * q, _A, _B)
    r = np.sqrt(-log(np.where(q < 0, p, 1.0 - p)))
    tail = np.where(
        r <= 5.0, _ratio(np.minimum(r, 5.0) - 1.6, _C, _D), _ratio(np.maximum(r, 5.0) - 5.0, _E, _F)
    )
    return np.where(np.abs(q) <= 0.425, middle, np.where(q < 0, -tail, tail))


def lognormal(uniform: Any, sigma: float) -> FloatArray:
    """Lognormals with mean 1 and log standard deviation `sigma`, by inversion."""
    return exp(sigma * normal(uniform) - 0.5 * sigma * sigma)


def add_up(values: Any) -> float:
    """Sum in the written order (np.sum pairs terms differently on different processors)."""
    values = np.asarray(values, dtype=np.float64).ravel()
    return float(np.cumsum(values)[-1]) if values.size else 0.0


def add_by(group: npt.NDArray[np.int64], values: Any, groups: int) -> FloatArray:
    """Sum per group in the written order; shape (groups,)."""
    result: FloatArray = np.bincount(
        np.ravel(group), weights=np.ravel(values), minlength=groups
    ).astype(np.float64)
    return result
