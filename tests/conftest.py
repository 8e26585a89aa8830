"""Settings of Hypothesis, and the folder of the tests on the import path. No fixtures: a test shows what it uses.

Profiles: ``ordinary`` (the default), ``ci`` (the same examples every time; chosen when CI is set), ``long`` (before a release). Another is chosen
with HYPOTHESIS_PROFILE.
"""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

#: The tests never read or write the gazetteer of whoever runs them; this folder does not exist.
os.environ["NORMALIZE_GAZETTEER_DIR"] = str(ROOT / "tests" / "no-own-gazetteer")

_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("ordinary", max_examples=300, **_COMMON)
settings.register_profile("ci", max_examples=300, derandomize=True, **_COMMON)
settings.register_profile("long", max_examples=5000, **_COMMON)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "ordinary"))
