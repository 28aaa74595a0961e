"""Pictures that the demo draws itself: hills under a sky, different each time."""

import math
import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

from madang.media.pictures import address_of, keep_picture

WIDTH, HEIGHT = 960, 640
SKIES = (
    ((252, 228, 206), (146, 176, 204)),
    ((255, 205, 178), (109, 104, 117)),
    ((222, 240, 236), (98, 156, 150)),
    ((40, 52, 84), (12, 16, 32)),
    ((246, 239, 221), (206, 164, 120)),
)
GROUNDS = ((38, 92, 84), (64, 84, 58), (90, 72, 84), (46, 62, 88), (120, 86, 60))
WORDS = (
    "노을이 지는 언덕을 그린 그림",
    "안개 낀 산등성이를 그린 그림",
    "밤하늘과 낮은 언덕을 그린 그림",
    "해 뜨는 들판을 그린 그림",
)


def picture_line(seed: int) -> str:
    """Draw a picture and keep it as if a member had sent it; return the line that shows it."""
    kept = keep_picture(as_png(seed))
    return f"![{random.Random(seed).choice(WORDS)}]({address_of(kept)})"


def as_png(seed: int) -> bytes:
    out = BytesIO()
    drawn(seed).save(out, "PNG", compress_level=1)
    return out.getvalue()


def drawn(seed: int) -> Image.Image:
    """Draw a picture of 960 by 640 pixels."""
    chance = random.Random(seed)
    image = _sky(*chance.choice(SKIES))
    draw = ImageDraw.Draw(image)
    x, y, r = chance.randrange(120, 840), chance.randrange(80, 260), chance.randrange(30, 70)
    draw.ellipse((x - r, y - r, x + r, y + r), fill=(255, 244, 214))
    ground = chance.choice(GROUNDS)
    for layer in range(4):
        _hill(draw, chance, top=300 + layer * 75, colour=_darker(ground, layer))
    return image.filter(ImageFilter.SMOOTH)


def _sky(above: tuple[int, ...], below: tuple[int, ...]) -> Image.Image:
    image = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        share = y / HEIGHT
        mixed = [round(b + (a - b) * share) for a, b in zip(above, below, strict=True)]
        image.putpixel((0, y), (mixed[0], mixed[1], mixed[2]))
    return image.resize((WIDTH, HEIGHT))


def _hill(
    draw: ImageDraw.ImageDraw, chance: random.Random, *, top: int, colour: tuple[int, int, int]
) -> None:
    waves = [(chance.uniform(20, 60), chance.uniform(1, 4), chance.uniform(0, 6)) for _ in range(3)]
    ridge = [
        (
            x,
            top
            + sum(high * math.sin(x / WIDTH * often * math.pi + at) for high, often, at in waves),
        )
        for x in range(0, WIDTH + 8, 8)
    ]
    draw.polygon([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=colour)


def _darker(colour: tuple[int, int, int], layer: int) -> tuple[int, int, int]:
    share = 1.25 - layer * 0.25
    red, green, blue = (min(255, round(part * share + (3 - layer) * 22)) for part in colour)
    return red, green, blue
