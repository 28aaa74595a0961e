"""What media adds to texts: how large its pictures are."""

from collections.abc import Collection

from madang.core.richtext.pictures import PictureSizes, Size

from .pictures import sizes_of


class KeptPictureSizes(PictureSizes):
    def sizes_of(self, addresses: Collection[str]) -> dict[str, Size]:
        return sizes_of(addresses)


EXTENSIONS = [KeptPictureSizes()]
