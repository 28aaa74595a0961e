"""Mailings go on for as long as the worker lives."""

from madang.core.background.loop import Loop

from .mailings.dispatch import step

LOOPS = [Loop("mailings", step, idle_seconds=1.0, busy_seconds=0.01)]
