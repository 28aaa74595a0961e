"""Delivery: one folder a channel, for calls, notices and answers alike."""
