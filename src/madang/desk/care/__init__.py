"""The people who answer: shifts, breaks and caps, abuse folded, rest after it."""
