"""The site as a whole: what is in front of every page, the home page, errors, the first run."""
