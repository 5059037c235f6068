"""Numbers as a reader writes them, without the system's locale: 1.234,5 and a true minus."""

from __future__ import annotations

import math

MINUS = "\u2212"


def number(value: float, decimals: int = 0, *, plus: bool = False, language: str = "nl") -> str:
    """A number in Dutch (or English) notation.

    Zero as printed has no sign; a number that is not there is a dash.

    >>> number(-1234.56, 1)
    '−1.234,6'
    >>> number(0.04, 1, plus=True)
    '0,0'
    """
    if math.isnan(value):
        return "–"
    sign = MINUS if value < 0 else "+" if plus else ""
    if math.isinf(value):
        return sign + "∞"
    digits = f"{abs(value):,.{decimals}f}"
    if float(digits.replace(",", "")) == 0:
        sign = ""
    if language == "nl":
        digits = digits.translate(str.maketrans(",.", ".,"))
    return sign + digits


def percent(share: float, decimals: int = 1, *, language: str = "nl") -> str:
    """A share as a number of percents, without the sign: .7123 is '71,2'."""
    return number(100 * share, decimals, language=language)


def points(difference: float, decimals: int = 1, *, language: str = "nl") -> str:
    """A difference of shares as a number of procentpunt, with its sign: .022 is '+2,2'."""
    return number(100 * difference, decimals, plus=True, language=language)
