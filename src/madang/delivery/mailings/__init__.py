"""Mailings: the same words to many people through gateways that may fail, each told once."""
