"""Whether an answer says anything: "조사 중입니다" and an apology say nothing."""

import re

_SENTENCE = re.compile(r"[^.!?\n。]+")
# Words of putting off and of politeness, alone or together.
_EMPTY = re.compile(
    r"조사\s*(중|하고)|확인\s*(중|하고)|파악\s*(중|하고)|검토\s*(중|하고)|논의\s*(중|하고)"
    r"|양해|죄송|송구|유감|불편을|사과|기다려\s*주|추후|최선을|노력하|안내해?\s*드리겠"
    r"|결과가\s*나오|답변(을|이)?\s*(드리기)?\s*어렵|말씀드리기\s*어렵|안녕하세요|감사합니다"
    r"|under investigation|looking into|apologi[sz]e|sorry|understand(ing)? your|thank you",
    re.IGNORECASE,
)
# What a sentence tells after all: a time, a number, an address, something to do.
_TELLS = re.compile(
    r"\d|https?:|@|(?<!안녕)하세요|바꾸|누르지|신청하|열어|적어 두|보내 주세요|please \w+"
)


def says_nothing(answer: str) -> bool:
    """Tell whether each sentence of an answer only puts off or apologises."""
    sentences = [one.strip() for one in _SENTENCE.findall(answer) if one.strip()]
    return not any(_says_something(one) for one in sentences)


def _says_something(sentence: str) -> bool:
    return bool(_TELLS.search(sentence)) or not _EMPTY.search(sentence)
