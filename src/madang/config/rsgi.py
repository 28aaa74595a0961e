"""The application that the server's workers run: all that comes before Django, and Django."""

# First: it makes the apps ready that all others are of.
from .wsgi import application as django

# isort: split
from django.conf import settings

from madang.core.http.viewed import tell_viewed
from madang.core.site import SiteExtension, site_point
from madang.serving.application import Application
from madang.serving.at_once import AtOnce
from madang.serving.connections import Connections
from madang.site.members import forget_states, state_of_session

# Beside a picture of the largest size that the operator lets pass.
REST_OF_FORM_MEGABYTES = 2


def _stopping() -> None:
    for hook in site_point.hooks(SiteExtension.on_stopping):
        hook()


application = Application(
    django,
    threads=settings.THREADS,
    static_root=settings.STATIC_ROOT,
    body_megabytes=settings.PICTURE_MEGABYTES + REST_OF_FORM_MEGABYTES,
    at_once=AtOnce(settings.CONNECTIONS_AN_ADDRESS),
    # A proxy's connections are everybody's.
    connections=Connections(
        settings.PORT, 0 if settings.TRUSTED_PROXIES else settings.CONNECTIONS_AN_ADDRESS
    ),
    state_of=state_of_session,
    forget_states=forget_states,
    shared_seconds=settings.SHARED_SECONDS,
    on_served=tell_viewed,
    on_stopping=_stopping,
)
