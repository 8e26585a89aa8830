"""The user's own gazetteer: a folder that `normalize gazetteer add` fills and every command reads, as the last of all.

It is ``mt-normalize/gazetteer`` in the user's configuration folder; NORMALIZE_GAZETTEER_DIR names another.
"""

from __future__ import annotations

import os
from pathlib import Path


def own_folder() -> Path:
    """Where the user's own names are kept; the folder need not exist."""
    given = os.environ.get("NORMALIZE_GAZETTEER_DIR")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return Path(base) / "mt-normalize" / "gazetteer"


def own_places() -> tuple[str, ...]:
    """The folder, if it is there."""
    folder = own_folder()
    return (str(folder),) if folder.is_dir() else ()
