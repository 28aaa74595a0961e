"""Gives the tests a site of their own before Django's settings are read (a pytest plugin)."""

import os
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="madang-tests-"))

for _name in [name for name in os.environ if name.startswith("MADANG_")]:
    del os.environ[_name]
os.environ["MADANG_DATA"] = str(FOLDER)

from madang.identity.key_stores import FileStore  # noqa: E402
from madang.identity.keys import KeyRing  # noqa: E402

KeyRing.create(FileStore(FOLDER / "keys" / "keys.json"))
(FOLDER / "run").mkdir()


def pytest_unconfigure() -> None:
    import shutil

    shutil.rmtree(FOLDER, ignore_errors=True)
