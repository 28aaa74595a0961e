"""The demo's community, written once into a folder; who serves it takes a copy.

`python -m tests.services.demo FOLDER` writes it; FOLDER_VARIABLE tells tests where it is.
"""

import os
import shutil
import sys

FOLDER_VARIABLE = "TEST_DEMO_FOLDER"


def copy_demo(folder: str) -> None:
    """Put a copy of the demo into a folder, if it was written; `madang demo` writes it else."""
    if written := os.environ.get(FOLDER_VARIABLE):
        shutil.copytree(written, folder, dirs_exist_ok=True)


def write(folder: str) -> None:
    os.environ["MADANG_DATA"] = folder
    os.environ.pop("DATABASE_URL", None)
    from madang.cli.common import set_up, start_site

    set_up()
    start_site()
    from madang.operations.demo.write import write_demo

    write_demo(lambda _done, _total: None)


if __name__ == "__main__":
    write(sys.argv[1])
