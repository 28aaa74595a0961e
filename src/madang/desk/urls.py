"""Addresses of the desk."""

from django.urls import path

from .guide import views as guide

_ENTRY = "work/guide/<n:entry_id>"

urlpatterns = [
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
