"""What several tests need: the real country, and the folder of the oracle on the path."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

sys.path.insert(0, str(Path(__file__).parent / "reference"))

from model.geography import Geography
from model.official_geography import load_netherlands
from model.opgaven import Opgave, ShareRule, ShareTerm

CONFIGS = Path(__file__).parents[1] / "configs" / "opgaven"
ORDER = ("wonen", "energie", "landelijk", "water", "mobiliteit", "werken", "klimaat")


def read_opgave(name: str) -> Opgave:
    """One opgave of the configs, read without Hydra."""
    data = yaml.safe_load((CONFIGS / f"{name}.yaml").read_text(encoding="utf-8"))
    share = data.pop("share")
    terms = tuple(ShareTerm(**{**t, "columns": tuple(t["columns"])}) for t in share.pop("terms"))
    return Opgave(**data, share=ShareRule(terms=terms, **share))


@pytest.fixture(scope="session")
def opgaven() -> tuple[Opgave, ...]:
    """The seven opgaven."""
    return tuple(read_opgave(name) for name in ORDER)


@pytest.fixture(scope="session")
def nederland(opgaven: tuple[Opgave, ...]) -> Geography:
    """The real country: 342 municipalities, 30 regions, 12 provinces."""
    return load_netherlands(opgaven)
