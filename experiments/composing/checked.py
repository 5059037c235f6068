"""Values of a config, checked: numbers, names, quarters; bad ones become InputErrors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from experiments.preflight import InputError, dutch, shown, unknown_key, wrong
from model.opgaven import FIRST_YEAR, QUARTERS

Config = Mapping[str, Any]


@contextmanager
def in_dutch() -> Iterator[None]:
    """Put what a dataclass of the model refuses in the user's words."""
    try:
        yield
    except ValueError as error:
        raise InputError(dutch(str(error))) from error


def number(key: str, value: object) -> float:
    """A number; InputError otherwise."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        raise wrong(key, value, "een getal")
    return value


def whole(key: str, value: object, low: int, high: int | None = None) -> int:
    """A whole number from `low` to `high`; InputError otherwise."""
    top = f"{low} of meer" if high is None else f"{low} tot en met {high}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if float(value).is_integer() and low <= value <= (value if high is None else high):
            return int(value)
        if abs(value) < 1e15:  # NaN and infinity have no nearest whole number
            nearest = max(low, round(value)) if high is None else min(high, max(low, round(value)))
            raise InputError(
                f"{key}: {shown(value)} gevonden, een heel getal van {top} verwacht; "
                f"bedoelt u {key}={nearest}?"
            )
    raise wrong(key, value, f"een heel getal van {top}")


def mapping(key: str, value: object, known: Sequence[str] | None = None) -> Config:
    """A mapping with no other keys than `known`; InputError otherwise."""
    if not isinstance(value, Mapping):
        raise wrong(key, value, "namen met waarden")
    for name in value:
        if known is not None and name not in known:
            raise unknown_key(f"{key}.{name}", key.count(".") + 1, known)
    return value


def names(key: str, value: object) -> tuple[str, ...] | None:
    """A list of names, or None; one name stands for a list of one."""
    if value is None:
        return None
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, (list, tuple)) or not all(isinstance(name, str) for name in found):
        raise wrong(key, value, "een lijst van namen")
    return tuple(found)


def quarter(key: str, value: object) -> int:
    """A quarter, written as 2021Q1 or as its number (2021Q1 = 0)."""
    last = f"{FIRST_YEAR + QUARTERS // 4 - 1}Q4"
    if isinstance(value, str) and (match := re.fullmatch(r"(\d{4})[QqKk]([1-4])", value.strip())):
        value = 4 * (int(match[1]) - FIRST_YEAR) + int(match[2]) - 1
        if 0 <= value < QUARTERS:
            return value
        raise wrong(key, match[0], f"een kwartaal van {FIRST_YEAR}Q1 tot en met {last}")
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < QUARTERS:
        return value
    raise wrong(
        key,
        value,
        f"een kwartaal van {FIRST_YEAR}Q1 tot en met {last} (of 0 tot en met {QUARTERS - 1})",
    )


def complete(key: str, value: object, needed: Sequence[str]) -> Config:
    """A mapping that has all of `needed`; InputError otherwise."""
    given = mapping(key, value)
    for name in needed:
        if name not in given:
            raise InputError(f"{key}: {name} ontbreekt; verwacht zijn {', '.join(needed)}.")
    return given


def truth(key: str, value: object) -> bool:
    """True or false; InputError otherwise."""
    if not isinstance(value, bool):
        raise wrong(key, value, "true of false")
    return value
