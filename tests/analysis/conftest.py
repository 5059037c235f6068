import sys
from pathlib import Path

HERE = Path(__file__).parent
for folder in (HERE.parent / "experiments", HERE):  # one fake model for both, and its shapes
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
