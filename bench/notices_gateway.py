"""A text gateway in a process of its own, with a ledger of its own; told what to do by lines.

It says each step that comes in ("step add before") and goes on when it reads "go"; at the end it
says what processor time and memory it took.
"""

import resource
import sys
import threading
from pathlib import Path

from madang.delivery.local_gateways.solapi import SolapiGateway


def main() -> None:
    port, ledger, hook = int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    lock, go = threading.Lock(), threading.Event()

    def ask(step: str, when: str) -> None:
        with lock:
            go.clear()
            print(f"step {step} {when}", flush=True)
            go.wait()

    gateway = SolapiGateway(
        ledger=ledger,
        hook=hook,
        before=lambda step: ask(step, "before"),
        after=lambda step: ask(step, "after"),
        remembers=False,
    ).start(port)
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "go":
            go.set()
        elif line.strip() == "events":
            print(f"left {len(gateway.events)}", flush=True)
        else:
            break
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"used {used.ru_utime + used.ru_stime:.1f} {used.ru_maxrss // 1024}", flush=True)


if __name__ == "__main__":
    main()
