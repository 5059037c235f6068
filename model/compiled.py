"""One wrapper around Numba: cached where the disk allows it, plain Python on request.

With `NUMBA_DISABLE_JIT=1` every submodel runs as the Python it is written in, with the
same results. The cache stands in a folder named after a hash of `model/**/*.py`: a cached
kernel that calls another module does not notice when that module changes.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def source_hash() -> str:
    """Hash of the model's own source: names the cache, and the model in the provenance."""
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted(root.rglob("*.py"), key=lambda p: p.relative_to(root).as_posix()):
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:16]


def _cache_folder() -> Path | None:
    """The first folder that can be written to, or None: then every start compiles again."""
    home = os.environ.get("GROENLICHT_CACHE")
    places = [Path(home)] if home else []
    local = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME")
    places += [Path(local) / "groenlicht"] if local else []
    with contextlib.suppress(RuntimeError):
        places.append(Path.home() / ".cache" / "groenlicht")
    places.append(Path(tempfile.gettempdir()) / "groenlicht")
    for place in places:
        folder = place / source_hash()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            probe = folder / f"probe{os.getpid()}"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError:
            continue
        return folder
    return None


CACHE_FOLDER = _cache_folder()
if CACHE_FOLDER is not None:
    os.environ.setdefault("NUMBA_CACHE_DIR", str(CACHE_FOLDER))

import numba  # noqa: E402  (the two lines above must come first)

COMPILED: list[Any] = []


def compiled(function: F) -> F:
    """Compile a submodel with Numba: no fast-math, cached, without a Python lock."""
    made: F = numba.njit(cache=CACHE_FOLDER is not None, nogil=True, fastmath=False)(function)
    COMPILED.append(made)
    return made


def is_cold() -> bool:
    """Whether nothing has been compiled for this version of the model on this machine yet."""
    return CACHE_FOLDER is None or not any(CACHE_FOLDER.rglob("*.nbi"))
