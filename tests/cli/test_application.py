"""The application is found by its name, as servers other than `madang serve` load it."""

import subprocess
import sys
from pathlib import Path

from ..services.programs import clean_environment


def test_a_server_of_ones_own_can_load_it(tmp_path: Path) -> None:
    given = {"MADANG_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "madang.config.settings"}
    loaded = subprocess.run(
        [sys.executable, "-c", "from madang.config.rsgi import application; print('loaded')"],
        env=clean_environment(**given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.stdout == "loaded\n", loaded.stderr
