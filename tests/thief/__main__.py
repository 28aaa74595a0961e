"""Prints the table of what a thief can tell: `python -m tests.thief [postgres]`."""

import json
import os
import sys
import tempfile
from pathlib import Path

import django

from .. import isolated_site
from ..services.postgres import postgres

os.environ["DJANGO_SETTINGS_MODULE"] = "madang.config.settings"
django.setup()

from .robbery import rob  # noqa: E402


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="madang-thief-") as folder:
        if "postgres" in sys.argv:
            with postgres() as url:
                figures = rob(Path(folder), url)
        else:
            figures = rob(Path(folder))
    for figure in figures:
        print(figure)
    isolated_site.pytest_unconfigure()
    print(json.dumps([(f.what, f.copies, f.guesses, round(f.right, 3), f.chance) for f in figures]))


if __name__ == "__main__":
    main()
