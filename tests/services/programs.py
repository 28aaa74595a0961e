"""The environment of programs that a test starts: as a terminal's, with nothing of the tests'."""

import os


def clean_environment(**more: str) -> dict[str, str]:
    """Return this process's environment without any setting of a site or of Django, and more."""
    ours = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ours and not name.startswith("MADANG_")
    }
    return kept | more
