import sys
from pathlib import Path

# Workers are spawned with the parent's path: the fake model must be importable by its name.
HERE = str(Path(__file__).parent)
if HERE not in sys.path:
    sys.path.append(HERE)
