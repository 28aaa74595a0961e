"""Pictures: how they come in and where they are kept."""
