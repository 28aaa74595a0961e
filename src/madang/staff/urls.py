"""Addresses of work that belong to no app above."""

from django.urls import path

from . import record_views, views

urlpatterns = [
    path("work", views.start, name="work"),
    path("work/roles", views.roles, name="work_roles"),
    path("work/second-factor", views.second_factor, name="work_second_factor"),
    path("work/records", record_views.records, name="work_records"),
    path("work/records/review", record_views.review, name="work_records_review"),
    path("work/people", views.people, name="work_people"),
    path("work/people/remove", views.remove, name="work_people_remove"),
    path("work/firm", views.firm, name="work_firm"),
    path("work/firms", views.firms, name="work_firms"),
]
