"""Inquiries: how they come, what is said in them, and the page on which somebody follows theirs."""
