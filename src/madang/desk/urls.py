"""Addresses of the desk."""

from django.urls import path

from .care import views as care
from .groups import views as groups
from .guide import views as guide
from .inquiries import api
from .inquiries import views as inquiries
from .lead import views as lead
from .queue import views as queue

_ENTRY = "work/guide/<n:entry_id>"

_HELD = "work/desk/<n:number>"

urlpatterns = [
    path("inquiries/ask", inquiries.ask, name="inquiry_ask"),
    path("inquiries/solved", inquiries.solved, name="inquiry_solved"),
    path("inquiries/open", inquiries.open_, name="inquiry_open"),
    path("inquiries/add", inquiries.add, name="inquiry_add"),
    path("inquiries/api", api.receive_by_api, name="inquiry_api"),
    path("inquiries/facts", inquiries.facts, name="inquiry_facts"),
    path("inquiries/<slug:token>", inquiries.page, name="inquiry"),
    path("work/desk", queue.desk, name="work_desk"),
    path("work/desk/begin", queue.begin, name="work_desk_begin"),
    path("work/desk/end", queue.end, name="work_desk_end"),
    path("work/desk/next", queue.next_, name="work_desk_next"),
    path("work/desk/rest", queue.rest, name="work_desk_rest"),
    path("work/desk/telephone", queue.telephone, name="work_desk_telephone"),
    path("work/lead", lead.desk, name="work_lead"),
    path("work/lead/export", lead.export, name="work_lead_export"),
    path("work/lead/staffing", lead.staffing, name="work_staffing"),
    path("work/lead/share", lead.share, name="work_lead_share"),
    path("work/lead/skills", lead.skills, name="work_skills"),
    path("work/lead/evidence", lead.evidence_of, name="work_evidence"),
    path("work/care", care.care, name="work_care"),
    path("work/care/pulse", care.say, name="work_pulse"),
    path("work/care/overtime", care.ask, name="work_overtime"),
    path("work/care/overtime/<n:request_id>", care.answer, name="work_overtime_answer"),
    path("work/groups", groups.list_, name="work_groups"),
    path("work/groups/<n:group_id>", groups.group, name="work_group"),
    path("work/groups/<n:group_id>/move", groups.move, name="work_group_move"),
    path("work/groups/<n:group_id>/undo/<n:move_id>", groups.undo, name="work_group_undo"),
    path("work/groups/<n:group_id>/write", groups.write, name="work_group_write"),
    path("work/groups/<n:group_id>/send", groups.send, name="work_group_send"),
    path("work/desk/opinions", queue.opinions, name="work_desk_opinions"),
    path("work/desk/files/<n:file_id>", queue.file, name="work_desk_file"),
    path(f"{_HELD}/answer", queue.answer, name="work_desk_answer"),
    path(f"{_HELD}/answer-group", queue.answer_with_group, name="work_desk_answer_group"),
    path(f"{_HELD}/later", queue.put_off, name="work_desk_later"),
    path(f"{_HELD}/back", queue.give_back, name="work_desk_back"),
    path(f"{_HELD}/pass", queue.pass_on, name="work_desk_pass"),
    path(f"{_HELD}/hand", queue.hand_over, name="work_desk_hand"),
    path(f"{_HELD}/note", queue.note, name="work_desk_note"),
    path(f"{_HELD}/warn", queue.warn, name="work_desk_warn"),
    path(f"{_HELD}/finish", queue.finish, name="work_desk_finish"),
    path(f"{_HELD}/unfold", queue.unfold, name="work_desk_unfold"),
    path(f"{_HELD}/opinion", queue.opinion, name="work_desk_opinion"),
    path("guide/state/<slug:key>", guide.state, name="guide_state"),
    path("work/guide", guide.guide, name="work_guide"),
    path("work/guide/found", guide.found, name="work_guide_found"),
    path("work/guide/read", guide.read, name="work_guide_read"),
    path("work/guide/missing", guide.missing, name="work_guide_missing"),
    path("work/guide/print", guide.printed, name="work_guide_print"),
    path("work/guide/desk", guide.desk, name="work_guide_desk"),
    path("work/guide/new", guide.new, name="work_guide_new"),
    path(f"{_ENTRY}/change", guide.change, name="work_guide_change"),
    path(f"{_ENTRY}/retire", guide.retire, name="work_guide_retire"),
    path(f"{_ENTRY}/versions/<n:number>", guide.version, name="work_guide_version"),
]
