"""What is in a text besides words: pictures, previews of links, polls, tests, stickers."""
