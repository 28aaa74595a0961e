"""Incidents: what is known, which clocks run, who is affected, and what each of them is told."""
