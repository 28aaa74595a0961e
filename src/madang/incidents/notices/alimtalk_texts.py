"""Texts of Alimtalk, to be approved by Kakao as they are; a link leads to the whole notice.

Korean alone: a template is approved in one language.
"""

from ..models import NoticeKind

ALIMTALK_TEXTS = {
    NoticeKind.POSSIBLE: """[#{가게}] 개인정보 유출 가능성 안내

#{누구}의 개인정보가 유출되었을 수 있어 알려 드립니다.
■ 사고: #{사고}
■ 유출되었을 수 있는 항목, 때와 경위, 할 수 있는 일, 대응, 연락처: #{링크}

확인되는 대로 다시 알려 드립니다.""",
    NoticeKind.CONFIRMED: """[#{가게}] 개인정보 유출 통지

#{누구}의 개인정보가 유출되어 알려 드립니다.
■ 사고: #{사고}
■ 유출 항목, 때와 경위, 할 수 있는 일, 대응과 구제 절차, 연락처, 권리: #{링크}""",
    NoticeKind.NOT_A_LEAK: """[#{가게}] 확인 결과 안내

#{누구}께 앞서 알려 드린 일이 유출이 아닌 것으로 확인되었습니다.
■ 사고: #{사고}
■ 확인한 결과와 연락처: #{링크}""",
    NoticeKind.CORRECTION: """[#{가게}] 정정 안내

#{누구}께 앞서 알려 드린 내용에 틀린 것이 있어 바로잡습니다.
■ 사고: #{사고}
■ 바로잡는 내용과 전체 안내: #{링크}""",
}
