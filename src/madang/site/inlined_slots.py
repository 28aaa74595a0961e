"""Templates of slots, put in place when a template is read.

Jinja makes a context anew for each template that is included, some fifteen for a page: as one
template they cost nothing. What a template says stays as it would be with an include.
"""

import re
from typing import Any

from jinja2 import Environment
from jinja2.ext import Extension

from madang.core.site import slots

_SLOT = re.compile(
    r"\{% for part in slots\['([\w.]+)'\] %\}(\s*)\{% include part %\}(\s*)\{% endfor %\}"
)


class InlinedSlots(Extension):
    """Writes the templates that fill a slot where the loop that includes them stands."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return _SLOT.sub(lambda found: _filled(self.environment, found), source)


def _filled(environment: Environment, found: re.Match[str]) -> str:
    slot, before, after = found.groups()
    parts = [_source(environment, template) for template in slots[slot]]
    return "".join(f"{before}{part}{after}" for part in parts)


def _source(environment: Environment, template: str) -> str:
    loader: Any = environment.loader
    source, name, _is_fresh = loader.get_source(environment, template)
    # A file's last line break is no part of it, as with an include.
    text = str(source).removesuffix("\n")
    # What it sets and imports is its own.
    return f"{{% with %}}{environment.preprocess(text, template, name)}{{% endwith %}}"
