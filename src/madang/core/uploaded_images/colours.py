"""Colours: every picture as browsers show it, in sRGB, eight bits each."""

import re
import struct
from contextlib import suppress
from functools import cache
from io import BytesIO

from PIL import Image, ImageCms

# Of sixteen bits the upper eight.
_SIXTEEN_TO_EIGHT = 1 / 256
# Where a file names the colours of its picture by numbers (ISO/IEC 23091-2, 8.1), and those of P3.
_NAMED, _P3, _HEAD_BYTES = re.compile(rb"colrnclx(..)", re.DOTALL), b"\x00\x0c", 64 * 1024
_P3_PRIMARIES = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
_GREY, _COLOUR, _PRINT = ("1", "L", "LA", "I;16"), ("RGB", "RGBA", "P", "PA"), ("CMYK",)


def in_full_colours(image: Image.Image) -> Image.Image:
    """Return a picture that can be made smaller smoothly: no palette, no single bits."""
    if image.mode.startswith("I"):
        grey = image.convert("I").point(lambda value: value * _SIXTEEN_TO_EIGHT).convert("L")
        # It was said in sixteen bits which grey is none.
        grey.info.pop("transparency", None)
        return grey
    if image.mode == "1":
        return image.convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return a picture as RGB or RGBA, its colours those that its profile means.

    A profile that is broken, or of another kind of picture, counts for nothing.
    """
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    shown = None
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError):
            shown = _converted(image, profile)
    shown = shown or image.convert("RGB")
    if alpha is not None:
        shown.putalpha(alpha)
    return shown


def profile_of(image: Image.Image, given: bytes) -> bytes | None:
    """Return the profile of a picture's colours; HEIC and AVIF may name one by a number alone."""
    profile: bytes | None = image.info.get("icc_profile")
    if profile or image.format not in ("HEIF", "AVIF"):
        return profile
    found = _NAMED.search(given[:_HEAD_BYTES])
    return _display_p3() if found and found[1] == _P3 else None


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    meant = ImageCms.ImageCmsProfile(BytesIO(profile))
    space = str(meant.profile.xcolor_space).strip()
    mode = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}.get(space)
    fits = {"RGB": _COLOUR, "GRAY": _GREY, "CMYK": _PRINT}.get(space, ())
    if mode is None or image.mode not in fits:
        return None
    return ImageCms.profileToProfile(image.convert(mode), meant, _srgb(), outputMode="RGB")


@cache
def _display_p3() -> bytes:
    """Return a profile of Display P3: that of sRGB with other primaries (SMPTE EG 432-1)."""
    whole = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = int.from_bytes(whole[128:132], "big")
    for entry in range(132, 132 + 12 * count, 12):
        primary = _P3_PRIMARIES.get(bytes(whole[entry : entry + 4]))
        if primary:
            place = int.from_bytes(whole[entry + 4 : entry + 8], "big") + 8
            whole[place : place + 12] = struct.pack(
                ">3i", *(round(part * 65536) for part in primary)
            )
    return bytes(whole)


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
