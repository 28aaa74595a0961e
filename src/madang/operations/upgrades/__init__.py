"""Versions side by side: installing one, changing to it without a failed request, going back."""
