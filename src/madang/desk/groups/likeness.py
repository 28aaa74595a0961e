"""Which texts ask the same: those that lie close together, all of a group on the average."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .space import space

if TYPE_CHECKING:
    from .space import Matrix

# Chosen by cross-validation over whole surges (`make likeness`): so alike on the average.
CLOSE = 0.6
# Fewer are no kind of question, and are answered one by one.
FEWEST = 6


def alike(texts: Sequence[str]) -> list[int]:
    """Return for each text the number of its group; 0: it asks what hardly anybody asks."""
    return grouped(space().place(texts))


def grouped(places: "Matrix", close: float = CLOSE) -> list[int]:
    """Return the groups of texts that lie somewhere: clusters by average linkage (UPGMA)."""
    if len(places) < FEWEST:
        return [0] * len(places)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = (1 - places @ places.T).clip(0, 2)
    tree = linkage(squareform(apart, checks=False), "average")
    found = [int(one) for one in fcluster(tree, 1 - close, "distance")]
    sizes = Counter(found)
    return [one if sizes[one] >= FEWEST else 0 for one in found]
