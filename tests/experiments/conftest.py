import copy
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

# Workers are spawned with the parent's path: the fake model must be importable by its name.
HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.append(HERE)


@pytest.fixture(scope="session", autouse=True)
def every_shipped_config_is_composed_once() -> Iterator[None]:
    """Hydra takes a third of a second for what does not change while tests run."""
    from experiments.composing.shelf import Composed, Shelf

    real, known = Shelf._compose, {}

    def once(self: Shelf, name: str, lines: Sequence[str]) -> Composed:
        if self._search:  # configs of a test's own
            return real(self, name, lines)
        key = (name, *lines)
        if key not in known:
            known[key] = real(self, name, lines)
        return copy.deepcopy(known[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Shelf, "_compose", once)
        yield
