"""How long a text is where carriers count it: in bytes of EUC-KR, or letters."""

EUC_KR_SMS_BYTES = 90
EUC_KR_LMS_BYTES = 2000
LMS_SUBJECT_BYTES = 40
ALIMTALK_LETTERS, ALIMTALK_VARIABLES = 1000, 40


def euc_kr_length(text: str) -> int:
    """Return a text's length in EUC-KR; letters that it lacks count two bytes too."""
    return len(text) + sum(not letter.isascii() for letter in text)


def foreign_letters(text: str) -> list[str]:
    """Return the letters of a text that EUC-KR lacks: carriers refuse a message with one."""
    if not text or is_euc_kr(text):
        return []
    return [letter for letter in dict.fromkeys(text) if not is_euc_kr(letter)]


def is_euc_kr(text: str) -> bool:
    """Tell whether carriers can carry a text."""
    try:
        length = len(text.encode("euc-kr"))
    except UnicodeEncodeError:
        return False
    # Python spells syllables that KS X 1001 lacks in eight bytes, which no carrier reads.
    return length == len(text) + sum(not letter.isascii() for letter in text)
