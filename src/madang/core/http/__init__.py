"""HTTP: what is read from a request, and what is said about an answer."""
