"""`python -m madang.cli` is `madang`."""

from . import main

main()
