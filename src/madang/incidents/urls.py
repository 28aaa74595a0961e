"""Addresses of incidents: the public pages, and those of work."""

from django.urls import path

from . import incident_views, record_views
from .affected import views as people_views
from .notices import views as notice_views
from .papers import views as paper_views
from .public import member_views
from .public import views as public_views
from .readiness import views as readiness_views

_ONE = "work/incidents/<n:number>"

_PUBLIC = "incidents/<n:number>"

urlpatterns = [
    path("incidents", public_views.list_, name="incidents"),
    path("incidents/mine", member_views.mine, name="incidents_mine"),
    path(_PUBLIC, public_views.page, name="incident"),
    path(f"{_PUBLIC}/notices/<n:notice_id>", notice_views.public, name="incident_notice"),
    path(f"{_PUBLIC}/notices/<n:notice_id>/letter.pdf", paper_views.letter, name="incident_letter"),
    path(f"{_PUBLIC}/feed", public_views.feed, name="incident_feed"),
    path(f"{_PUBLIC}/genuine", public_views.genuine, name="incident_genuine"),
    path(f"{_PUBLIC}/follow", public_views.follow, name="incident_follow"),
    path(
        f"{_PUBLIC}/follow/<str:key>", public_views.follow_confirm, name="incident_follow_confirm"
    ),
    path(f"{_PUBLIC}/follow/stop/<str:key>", public_views.follow_stop, name="incident_follow_stop"),
    path(f"{_PUBLIC}/hashes/<slug:prefix>", public_views.hashes, name="incident_hashes"),
    path(f"{_PUBLIC}/check", public_views.check, name="incident_check"),
    path(f"{_PUBLIC}/check/code", public_views.code, name="incident_code"),
    path(f"{_PUBLIC}/check/result", public_views.result, name="incident_result"),
    path("work/readiness", readiness_views.readiness, name="work_readiness"),
    path("work/readiness/test", readiness_views.trial, name="work_trial"),
    path("work/readiness/<slug:kind>", readiness_views.template, name="work_notice_template"),
    path("work/incidents", incident_views.list_, name="work_incidents"),
    path("work/incidents/open", incident_views.open_, name="work_incident_open"),
    path(_ONE, incident_views.overview, name="work_incident"),
    path(f"{_ONE}/describe", incident_views.describe, name="work_describe"),
    path(f"{_ONE}/page", incident_views.publish, name="work_publish"),
    path(f"{_ONE}/page/take-down", incident_views.unpublish, name="work_unpublish"),
    path(f"{_ONE}/hold", incident_views.hold, name="work_hold"),
    path(f"{_ONE}/close", incident_views.close, name="work_close"),
    path(f"{_ONE}/facts", record_views.all_facts, name="work_facts"),
    path(f"{_ONE}/facts/<n:fact_id>", record_views.fact, name="work_fact"),
    path(f"{_ONE}/facts/<n:fact_id>/release", record_views.release, name="work_release"),
    path(f"{_ONE}/timeline", record_views.all_entries, name="work_timeline"),
    path(f"{_ONE}/timeline/<n:entry_id>/summary", record_views.summarise, name="work_summary"),
    path(f"{_ONE}/decisions", record_views.all_decisions, name="work_decisions"),
    path(f"{_ONE}/decisions/<str:key>", record_views.decide, name="work_decide"),
    path(f"{_ONE}/tasks", record_views.all_tasks, name="work_tasks"),
    path(f"{_ONE}/tasks/<n:task_id>/done", record_views.finish, name="work_task_done"),
    path(f"{_ONE}/report", paper_views.report, name="work_report"),
    path(f"{_ONE}/report.pdf", paper_views.report_pdf, name="work_report_pdf"),
    path(f"{_ONE}/people", people_views.people, name="work_people_of"),
    path(f"{_ONE}/people/refused/<n:import_id>", people_views.refused, name="work_refused"),
    path(f"{_ONE}/people/look", people_views.look, name="work_look"),
    path(f"{_ONE}/people/lookup", people_views.lookup, name="work_lookup"),
    path(f"{_ONE}/people/destroy", people_views.destroy, name="work_destroy"),
    path(f"{_ONE}/notices", notice_views.all_notices, name="work_notices"),
    path(f"{_ONE}/notices/begin", notice_views.begin, name="work_notice_begin"),
    path(f"{_ONE}/notices/<n:notice_id>", notice_views.one, name="work_notice"),
    path(f"{_ONE}/notices/<n:notice_id>/live", notice_views.live, name="work_notice_live"),
    path(f"{_ONE}/notices/<n:notice_id>/steer", notice_views.steer, name="work_notice_steer"),
    path(f"{_ONE}/notices/<n:notice_id>/approve", notice_views.approve, name="work_notice_approve"),
    path(f"{_ONE}/notices/<n:notice_id>/release", notice_views.release, name="work_notice_release"),
]
