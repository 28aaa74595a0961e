"""The patterns of what points to a person."""

import re

# What stands alone: within a keyed hash in hexadecimal any row of digits comes up.
PATTERNS = {
    "e-mail": re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[A-Za-z]{2,}"),
    "phone number": re.compile(r"(?<![\w.])(?:\+82[- ]?|0)1[016789][- ]?\d{3,4}[- ]?\d{4}(?!\w)"),
    "resident number": re.compile(
        r"(?<!\w)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])-[1-8]\d{6}(?!\w)"
    ),
    "IP address": re.compile(
        r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.])"
        r"|(?<![0-9a-f:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{0,4}(?![0-9a-f:])",
        re.IGNORECASE,
    ),
}


def patterns_in(text: str) -> list[str]:
    """Return the names of what a text holds that points to a person."""
    return [name for name, pattern in PATTERNS.items() if pattern.search(text)]
