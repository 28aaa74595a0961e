"""Who speaks in one thread, as numbers."""

from madang.identity.voices import AUTHOR


class Voices:
    """Numbers in the order of first speaking; nobody's name leaves this object."""

    def __init__(self, author: str | None) -> None:
        self.numbers: dict[str, int] = {} if author is None else {author: AUTHOR}
        self.spoken = 0

    def of(self, author: str | None) -> int | None:
        """Return somebody's number; None for nobody known."""
        if author is None:
            return None
        if author not in self.numbers:
            self.spoken += 1
            self.numbers[author] = self.spoken
        return self.numbers[author]
