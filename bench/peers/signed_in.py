"""Signs somebody in to a peer, without its forms: run in the peer's own environment."""

from importlib import import_module


def cookie_of(user):
    """Return the cookie of a new session of a user's."""
    from django.conf import settings

    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
