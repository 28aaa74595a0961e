"""Korean: particles, first consonants, the keyboard."""
