import sys
from pathlib import Path

FAKES = str(Path(__file__).parents[1] / "experiments")  # one fake model for both folders
if FAKES not in sys.path:
    sys.path.append(FAKES)
