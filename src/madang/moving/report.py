"""What an import from another program tells its operator: what was left out or mended."""

from collections import Counter
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop


class Note(Enum):
    """One thing to tell, with how often it was so."""

    SECRET_POSTS = _noop("비밀글과 공개되지 않은 글 %d개는 가져오지 않았어요.")
    SECRET_COMMENTS = _noop("비밀 댓글 %d개는 가져오지 않았어요.")
    WITH_SECRETS = _noop("가져오지 않은 글에 달린 댓글 %d개도 빠졌어요.")
    ORPHANS = _noop("글이 없는 댓글 %d개는 가져오지 않았어요.")
    MEMBERS_BOARDS = _noop("누구나 읽을 수 없던 게시판 %d개는 멤버 게시판으로 열었어요.")
    NO_TITLE = _noop("제목이 없는 글 %d개는 본문의 첫 줄을 제목으로 했어요.")
    NO_DATE = _noop("날짜가 없는 글과 댓글 %d개는 바로 앞 글의 날짜로 했어요.")
    FUTURE = _noop("앞날의 날짜가 적힌 글과 댓글 %d개는 오늘로 했어요.")
    LONG_CATEGORY = _noop("이름이 긴 분류의 글 %d개는 분류 없이 가져왔어요.")
    LONG_BOARD = _noop("이름이 긴 게시판 %d개는 이름을 줄였어요.")
    OTHER_PAGES = _noop("게시판이 아닌 곳의 글 %d개는 가져오지 않았어요.")
    NO_TABLE = _noop("게시판 %d개는 글이 든 표가 없었어요.")
    NO_BOARD = _noop("게시판이 없는 글 표 %d개는 가져오지 않았어요.")
    OTHER_FILES = _noop("사진이 아닌 첨부 파일 %d개는 이름만 남겼어요.")
    FREE_FIELDS = _noop("여분 필드에 무엇이 적힌 글 %d개에서 그 필드는 빠졌어요.")
    TAGS_LEFT = _noop("태그 %d개는 쓸 수 없거나 한 글에 너무 많아서 빠졌어요.")
    POLLS_LEFT = _noop("옮길 수 없는 투표 %d개는 빠졌어요.")
    PICTURES = _noop("사진 %d장을 가져왔어요.")
    PICTURES_MISSING = _noop("사진 %d장은 폴더에 없어서 이름이나 링크만 남겼어요. (--files)")
    PICTURES_REFUSED = _noop("사진 %d장은 열리지 않아서 이름이나 링크만 남겼어요.")
    CP949 = _noop("%d곳은 CP949로 적혀 있어서 바로잡았어요.")
    MOJIBAKE = _noop("%d곳은 글자가 깨져 있어서 되살렸어요.")
    CUT = _noop("%d곳은 글자가 중간에 잘려 있어서 그 글자를 뺐어요.")
    MEMBERS = _noop("회원 %d명을 가져왔어요. 쓰던 비밀번호로 로그인해요.")
    TIED = _noop("글과 댓글 %d개를 그것을 쓴 회원의 것으로 묶었어요.")
    MEMBERS_KNOWN = _noop("이미 있는 아이디라서 회원 %d명은 가져오지 않았어요.")
    MEMBERS_REFUSED = _noop("쓸 수 없는 아이디라서 회원 %d명은 가져오지 않았어요.")
    PASSWORDS_UNKNOWN = _noop("비밀번호를 확인할 수 없어서 회원 %d명은 가져오지 않았어요.")
    MEMBERS_GONE = _noop("탈퇴했거나 막힌 회원 %d명은 가져오지 않았어요.")


class Report:
    """Counts of what there is to tell."""

    def __init__(self) -> None:
        self.counts: Counter[Note] = Counter()

    def add(self, note: Note, count: int = 1) -> None:
        self.counts[note] += count

    def lines(self) -> list[str]:
        """Return a sentence for each thing that there is to tell, in the reader's language."""
        return [_(note.value) % self.counts[note] for note in Note if self.counts[note]]
