"""Texts for the benchmark: words of two to four syllables, as frequent as Zipf's law says."""

import random
from collections.abc import Iterator
from itertools import accumulate

WORDS = 50_000
SYLLABLES = (
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호구누두루무부수우주추"
    "쿠투푸후기니디리미비시이지치키티피히강난달람만방산안장참칸탄판한건넌덜럼멀번선언전천큰턴편현"
)
# A word that stands in three posts of any size of site, and one that stands in none.
RARE, NOWHERE = "꿻뛝", "쀍쒧"

# So many posts at most have a whole page of comments.
MOST_DISCUSSED = 5_000


def discussed(size: int) -> range:
    """Return the posts of a site of so many that have a whole page of comments."""
    return range(size // 2, size // 2 + min(MOST_DISCUSSED, size // 4))


class Texts:
    """Draws titles and bodies; the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        lengths = self.chance.choices((2, 3, 4), (6, 3, 1), k=WORDS)
        self.words = ["".join(self.chance.choices(SYLLABLES, k=length)) for length in lengths]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))

    def draw(self, count: int) -> str:
        return " ".join(self.chance.choices(self.words, cum_weights=self._weights, k=count))

    def posts(self, count: int) -> Iterator[tuple[str, str]]:
        """Yield titles and bodies, of 45 words on the average."""
        for _ in range(count):
            yield self.draw(self.chance.randrange(3, 9)), self.draw(self.chance.randrange(15, 75))
