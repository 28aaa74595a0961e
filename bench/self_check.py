"""The check of oneself: 10,000 probes, half of them of contacts in the list: bytes and times.

`python -m bench.self_check`; prints the medians, and how probable so large a
share of pairs in which one is slower is by chance (sign test).
"""

import io
import math
import os
import random
import re
import statistics
import sys
import tempfile
import time

PROBES = 10_000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "MADANG_DATA": folder,
            "MADANG_APPS": "incidents",
            "MADANG_MAIL_URL": "smtp://127.0.0.1:9",
            "MADANG_MAIL_FROM": "p@bench.example",
            "DJANGO_SETTINGS_MODULE": "madang.config.settings",
        }
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from django.test import Client
    from django.utils import timezone

    from madang.core.community import found_community
    from madang.core.http import rate_limits
    from madang.identity import named_keys
    from madang.incidents.affected.importing import Progress, import_list
    from madang.incidents.models import DataItem, Incident
    from madang.operations import start

    start.make_folders()
    start.make_tables()
    start.ensure_keys()
    start.collect_static()
    found_community("측정", "")
    now = timezone.now()
    incident = Incident.objects.create(name="측정", noticed=now, noticed_how="-", published=now)
    named_keys.make(incident.key_name)
    DataItem.objects.create(incident=incident, name="이름")
    rows = "".join(f"사람{n},known{n:05}@bench.example,이름\n" for n in range(PROBES // 2))
    content = io.BytesIO(f"이름,이메일,항목\n{rows}".encode())
    import_list(incident, content, is_csv=True, refused=io.BytesIO(), progress=Progress())
    # What is measured is the answer, not the limits on it.
    rate_limits.allow = lambda action, key, *, limit: True  # type: ignore[assignment]
    chance = random.Random()
    client, times, bodies = Client(HTTP_HOST="localhost"), {True: [], False: []}, set()
    for n in [*range(100), *range(PROBES // 2)]:
        # Two neighbours, in either order: a machine that slows down slows both.
        for known in chance.sample((True, False), 2):
            contact = f"{'known' if known else 'other'}{n:05}@bench.example"
            begun = time.perf_counter()
            answer = client.post(f"/incidents/{incident.pk}/check", {"contact": contact})
            times[known].append(time.perf_counter() - begun)
            page = answer.content.decode()
            bodies.add((answer.status_code, len(page), re.sub(r'value="[^"]+"', "", page)))
    medians = [statistics.median(times[known]) * 1e3 for known in (True, False)]
    print(f"probes                      {PROBES}")
    print(f"different answers           {len(bodies)}")
    print(f"median of known, others     {medians[0]:.3f} ms, {medians[1]:.3f} ms")
    print(f"probability by chance       {_by_chance(times[True], times[False]):.3f}")
    sys.exit(len(bodies) != 1)


def _by_chance(one: list[float], two: list[float]) -> float:
    """Return how probable it is by chance that one of a pair is slower so often (a sign test)."""
    slower = sum(a > b for a, b in zip(one, two, strict=True))
    z = (slower - len(one) / 2) / math.sqrt(len(one) / 4)
    return math.erfc(abs(z) / math.sqrt(2))


if __name__ == "__main__":
    main()
