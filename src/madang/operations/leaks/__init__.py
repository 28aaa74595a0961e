"""The leak check: looks at a site as a thief would who has all of it but the keys."""
