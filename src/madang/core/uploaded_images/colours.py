"""Colours: every picture as browsers show it, in sRGB, eight bits each."""

from contextlib import suppress
from functools import cache
from io import BytesIO

from PIL import Image, ImageCms

# Of sixteen bits the upper eight.
_SIXTEEN_TO_EIGHT = 1 / 256
_GREY, _COLOUR, _PRINT = ("1", "L", "LA", "I;16"), ("RGB", "RGBA", "P", "PA"), ("CMYK",)


def in_full_colours(image: Image.Image) -> Image.Image:
    """Return a picture that can be made smaller smoothly: no palette, no single bits."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * _SIXTEEN_TO_EIGHT).convert("L")
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


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    meant = ImageCms.ImageCmsProfile(BytesIO(profile))
    space = str(meant.profile.xcolor_space).strip()
    mode = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}.get(space)
    fits = {"RGB": _COLOUR, "GRAY": _GREY, "CMYK": _PRINT}.get(space, ())
    if mode is None or image.mode not in fits:
        return None
    return ImageCms.profileToProfile(image.convert(mode), meant, _srgb(), outputMode="RGB")


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
