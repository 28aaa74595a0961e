"""Giving memory back to the machine that glibc would keep; nothing where there is another libc."""

import ctypes
from contextlib import suppress

# malloc.h: how many pools glibc keeps for threads; hardly any of what one gave back is used again.
M_ARENA_MAX = -8


def keep_one_pool() -> None:
    """Have all threads of this process, and of its copies, share one pool of memory."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Give the machine back what is free by now, such as after a job that needed much."""
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)
