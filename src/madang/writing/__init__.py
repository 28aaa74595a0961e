"""What is in a text besides words: pictures, link cards, polls."""
