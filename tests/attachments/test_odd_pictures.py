"""Pictures as telephones, scanners and old programs make them look as they do in a browser."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

from madang.core.uploaded_images import NotAPicture, frames, upright
from madang.core.uploaded_images.parts import png_without_words

CASES = Path(__file__).parents[3] / "shared" / "cases" / "pictures"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the examples are not here")


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def scene(width: int = 160, height: int = 120) -> Image.Image:
    image = Image.effect_noise((width, height), 60).convert("RGB")
    ImageDraw.Draw(image).ellipse((20, 20, width - 20, height - 20), fill=(200, 40, 90))
    return image


def shots(count: int = 4) -> list[Image.Image]:
    return [Image.new("RGBA", (60, 40), (n * 50, 0, 90, 255)) for n in range(count)]


@pytest.mark.parametrize("behind", [b"\xff\xda" * 400, b"ftypmp42" + b"\xff\xd8\xff\xe1" * 9_000])
def test_what_lies_behind_a_jpeg_is_not_looked_at(behind: bytes) -> None:
    assert upright(saved(scene(), "JPEG") + behind, 400, 400).size == (160, 120)


@pytest.mark.parametrize("frames_behind", [1, 3])
def test_a_picture_with_others_behind_it_may_be_as_large_as_a_jpeg(frames_behind: int) -> None:
    large = Image.new("RGB", (4800, 3600), (20, 90, 40))
    others = [Image.new("RGB", (600, 450))] * frames_behind
    data = saved(large, "MPO", save_all=True, append_images=others)
    assert upright(data, 400, 400).size == (400, 300)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_profile_says_what_its_colours_are(kind: str) -> None:
    """A profile whose red and green are exchanged shows the one for the other."""
    profile = swapped_profile()
    data = saved(Image.new("RGB", (40, 40), (220, 30, 30)), kind, icc_profile=profile)
    red, green, _blue = upright(data, 40, 40).getpixel((20, 20))[:3]
    assert green > red + 60


def swapped_profile() -> bytes:
    """Return an sRGB profile in which red and green have changed places."""
    whole = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", whole[128:132])[0]
    for place in range(132, 132 + 12 * count, 12):
        name = bytes(whole[place : place + 4])
        if name in (b"rXYZ", b"gXYZ"):
            whole[place : place + 4] = b"gXYZ" if name == b"rXYZ" else b"rXYZ"
    return bytes(whole)


@pytest.mark.parametrize("profile", [b"", b"nonsense", b"\0" * 128, swapped_profile()[:300]])
def test_a_broken_profile_is_none(profile: bytes) -> None:
    data = saved(Image.new("RGB", (40, 40), (220, 30, 30)), "PNG", icc_profile=profile)
    assert upright(data, 40, 40).getpixel((20, 20)) == (220, 30, 30)


@needs_cases
@pytest.mark.parametrize("kind", ["jpg", "png", "heic"])
@pytest.mark.parametrize(("name", "meant"), [("p3", (213, 115, 83)), ("adobe", (222, 120, 88))])
def test_wide_colours_are_those_of_the_camera(kind: str, name: str, meant: Any) -> None:
    shown = upright((CASES / f"{name}.{kind}").read_bytes(), 200, 200).getpixel((100, 100))
    assert all(abs(is_there - wanted) <= 4 for is_there, wanted in zip(shown, meant, strict=False))


def test_colours_may_be_named_by_a_number_alone() -> None:
    image = Image.new("RGB", (64, 64), (200, 120, 90))
    data = saved(image, "HEIF", quality=100, color_primaries=12)
    shown = upright(data, 64, 64).getpixel((30, 30))
    assert all(
        abs(is_there - wanted) <= 5 for is_there, wanted in zip(shown, (213, 115, 83), strict=True)
    )


def test_sixteen_bits_of_grey_are_the_same_grey() -> None:
    image = Image.new("I;16", (64, 1))
    for place in range(64):
        image.putpixel((place, 0), place * 1040)
    data = saved(image.resize((64, 64)), "PNG")
    shown = upright(data, 64, 64)
    assert abs(shown.getpixel((32, 20))[0] - 130) <= 3 and shown.getpixel((0, 9))[0] == 0
    assert shown.getpixel((63, 9))[0] >= 250


@pytest.mark.parametrize("mode", ["1", "P", "L"])
def test_thin_lines_are_made_smaller_smoothly(mode: str) -> None:
    image = Image.new("L", (2000, 400), 255)
    for place in range(0, 2000, 5):
        ImageDraw.Draw(image).line((place, 0, place, 400))
    shown = upright(saved(image.convert(mode), "PNG"), 400, 400).convert("L")
    greys = {shown.getpixel((place, 40)) for place in range(400)}
    # Each new pixel is four of white and one of black, or about that.
    assert min(greys) > 120 and max(greys) < 250


@pytest.mark.parametrize(
    ("kind", "options"), [("GIF", {}), ("PNG", {}), ("WEBP", {"lossless": True}), ("AVIF", {})]
)
def test_what_moves_goes_on_moving(kind: str, options: dict[str, Any]) -> None:
    first, *others = shots()
    data = saved(first, kind, save_all=True, append_images=others, duration=120, **options)
    moving = frames(data, 640)
    assert moving is not None and len(moving.frames) == 4
    assert {milliseconds for _, milliseconds in moving.frames} <= {100, 120}


def test_a_picture_for_those_who_show_none_that_move_is_no_frame() -> None:
    first, *others = shots(5)
    data = saved(first, "PNG", save_all=True, default_image=True, append_images=others)
    moving = frames(data, 640)
    assert moving is not None and len(moving.frames) == 4


@pytest.mark.parametrize(("loop", "plays"), [(None, 1), (0, 0), (2, 3)])
def test_a_gif_plays_as_often_as_it_says(loop: int | None, plays: int) -> None:
    first, *others = shots()
    said = {} if loop is None else {"loop": loop}
    moving = frames(saved(first, "GIF", save_all=True, append_images=others, **said), 640)
    assert moving is not None and moving.plays == plays


def test_a_gif_that_plays_more_often_than_can_be_said_plays_for_ever() -> None:
    first, *others = shots()
    data = saved(first, "GIF", save_all=True, append_images=others, loop=65_535)
    moving = frames(data, 640)
    assert moving is not None and moving.plays == 0
    assert frames(data.replace(b"NETSCAPE2.0", b"ANIMEXTS1.0"), 640).plays == 0  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
@pytest.mark.parametrize(("said", "shown"), [(0, 100), (10, 100), (20, 20), (500, 500)])
def test_a_frame_that_says_next_to_nothing_takes_a_tenth_of_a_second(
    kind: str, said: int, shown: int
) -> None:
    first, *others = shots()
    data = saved(first, kind, save_all=True, append_images=others, duration=said)
    moving = frames(data, 640)
    assert moving is not None and moving.frames[1][1] == shown


@pytest.mark.parametrize("missing", [1, 2, 40, 2_000])
def test_a_jpeg_without_its_end_shows_what_there_is(missing: int) -> None:
    whole = saved(scene(), "JPEG", quality=95)
    assert upright(whole[:-missing], 400, 400).size == (160, 120)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF", "AVIF", "JPEG"])
def test_what_is_cut_off_is_called_so(kind: str) -> None:
    whole = saved(scene(), kind)
    with pytest.raises(NotAPicture, match="온전하지 않아요"):
        upright(whole[: 120 if kind == "JPEG" else len(whole) * 2 // 3], 400, 400)


def test_a_gif_that_is_cut_off_moves_as_far_as_it_goes() -> None:
    noise = [Image.effect_noise((80, 80), n * 9).convert("P") for n in range(2, 8)]
    whole = saved(noise[0], "GIF", save_all=True, append_images=noise[1:], loop=0)
    moving = frames(whole[: len(whole) * 3 // 4], 640)
    assert moving is not None and 2 <= len(moving.frames) < 6


@pytest.mark.parametrize("size", [(4000, 2), (1601, 1), (1, 12_001), (2000, 4)])
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_thin_picture_is_one(size: tuple[int, int], kind: str) -> None:
    assert min(upright(saved(Image.new("RGB", size), kind), 1600, 12_000).size) >= 1


BROKEN_EXIF = b"Exif\0\0II*\0\xff\xff\xff\x7f" + b"\xff" * 20


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF"])
def test_what_is_broken_beside_the_pixels_is_no_matter(kind: str) -> None:
    assert upright(saved(scene(), kind, exif=BROKEN_EXIF), 400, 400).size == (160, 120)


def chunk(kind: bytes, body: bytes, *, is_right: bool = True) -> bytes:
    check = zlib.crc32(kind + body) ^ (not is_right)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", check)


@pytest.mark.parametrize(
    "between",
    [
        chunk(b"zTXt", b"mxfile\0\0" + zlib.compress(b"<mxCell/>" * 400_000)),
        chunk(b"iTXt", b"parameters\0\1\0\0\0" + zlib.compress(b"x" * 3_000_000)),
        chunk(b"iCCP", b"profile\0\0" + zlib.compress(b"y" * 1_600_000)),
        chunk(b"tEXt", b"Software\0x", is_right=False),
        chunk(b"gAMA", struct.pack(">I", 45455), is_right=False),
        chunk(b"iCCP", b"profile\0\0broken"),
        chunk(b"caBX", b"z" * 90_000),
    ],
)
def test_what_programs_write_into_a_png_is_no_matter(between: bytes) -> None:
    whole = saved(scene(), "PNG")
    assert upright(whole[:33] + between + whole[33:], 400, 400).size == (160, 120)


def test_nothing_of_a_pngs_words_is_given_on() -> None:
    info = PngInfo()
    info.add_text("Author", "who drew this")
    assert b"who drew this" not in png_without_words(saved(scene(), "PNG", pnginfo=info))


@needs_cases
@pytest.mark.parametrize(
    "name", [path.name for path in sorted(CASES.glob("*"))] if CASES.is_dir() else []
)
def test_each_example_is_shown_or_refused_in_words(name: str) -> None:
    data = (CASES / name).read_bytes()
    if name in ("empty.jpg", "html.jpg", "svg.svg", "tiff-named.jpg"):
        with pytest.raises(NotAPicture):
            upright(data, 1600, 12_000)
    else:
        assert min(upright(data, 1600, 12_000).size) >= 1


@pytest.mark.parametrize("filling", [b"\xff" * 4_000_000, b"\xff\x00" * 2_000_000])
def test_what_fills_a_file_is_gone_through_once(filling: bytes) -> None:
    """Looked through from each byte, this would take days, and no other picture be drawn."""
    whole = saved(scene(), "JPEG")
    assert upright(whole + filling + b"\0", 400, 400).size == (160, 120)
    with pytest.raises(NotAPicture):
        upright(whole[:20] + filling + b"\0", 400, 400)


@given(
    st.sampled_from(["JPEG", "PNG", "GIF", "WEBP"]),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=4)), max_size=4),
    st.floats(0.2, 1),
)
def test_a_broken_file_is_shown_or_refused_in_words(
    kind: str, changes: list[tuple[float, bytes]], kept: float
) -> None:
    first, *others = (image.convert("RGB") for image in shots(3))
    whole = bytearray(saved(first, kind, **({} if kind == "JPEG" else _all(others))))
    for place, data in changes:
        whole[int(place * len(whole)) :][: len(data)] = data
        begin = int(place * len(whole))
        whole[begin : begin + len(data)] = data
    _never_breaks(bytes(whole[: int(len(whole) * kept)]))


def _all(others: list[Image.Image]) -> dict[str, Any]:
    return {"save_all": True, "append_images": others}


def _never_breaks(data: bytes) -> None:
    asked: list[Callable[[], Any]] = [lambda: upright(data, 64, 64), lambda: frames(data, 64)]
    for ask in asked:
        try:
            ask()
        except NotAPicture as refused:
            assert str(refused)
