"""What several tests need: the real country, and the folder of the oracle on the path."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "reference"))

from worlds import ORDER, read_opgave

from model.geography import Geography
from model.official_geography import load_netherlands
from model.opgaven import Opgave


@pytest.fixture(scope="session")
def opgaven() -> tuple[Opgave, ...]:
    """The seven opgaven."""
    return tuple(read_opgave(name) for name in ORDER)


@pytest.fixture(scope="session")
def nederland(opgaven: tuple[Opgave, ...]) -> Geography:
    """The real country: 342 municipalities, 30 regions, 12 provinces."""
    return load_netherlands(opgaven)
