"""Notices: what people are told, as the law asks for it on each channel, and to whom it goes."""
