"""Kinds of letters, as ranges of the Unicode Standard (15.1); a test holds them to its tables."""

# Default_Ignorable_Code_Point: what shows nothing by itself.
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
# Letters that look like a blank though they are none: Braille's empty cell, an empty note head,
# the Khitan filler, the blanks of hieroglyphs.
BLANK = "\u2800\U0001d159\U00016fe4\U00013441\U00013442"
# Marks that are laid over any letter: accents, strokes, rings.
OVERLAID = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
# Line breaks other than \n: of Windows and old Macs, of word processors and spreadsheets.
BREAKS = "\r\v\f\x1c-\x1e\x85\u2028\u2029"
# Spaces of other widths; that of Korean and Japanese typesetting, and the one that does not break,
# stay what they are.
SPACES = "\x1f\u1680\u2000-\u200a\u202f\u205f"
# Control characters, what turns the direction of others, halves of pairs, and what is no letter
# by definition. Neither joiners nor variation selectors: emoji and some scripts are written so.
DROPPED = (
    "\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
) + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
# The flag of a region: a black flag and its code in tags (UTS 51, emoji tag sequences).
FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f"
