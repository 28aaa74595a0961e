"""Addresses of signing up, in and out: the parts of allauth that Madang uses."""

from importlib import import_module
from typing import Any

from allauth.account import views as allauth
from django.urls import include, path

from . import views
from .email import views as email_views
from .login import passkey_signup
from .providers import views as provider_views
from .providers.providers import offered
from .sessions import views as session_views

SKIPPED = "google_login_by_token"


def provider_patterns(provider: str) -> list[Any]:
    """Return allauth's addresses of a provider, without Google's way past this site's pages."""
    patterns = import_module(f"allauth.socialaccount.providers.{provider}.urls").urlpatterns
    return [pattern for pattern in patterns if getattr(pattern, "name", "") != SKIPPED]


_accounts = [
    path("", views.account, name="account"),
    path("login", allauth.login, name="account_login"),
    path("signup", views.SignUp.as_view(), name="account_signup"),
    path("started", views.started, name="started"),
    path("signup/passkey", passkey_signup.choose_name, name="passkey_signup"),
    path("signup/passkey/make", passkey_signup.make_passkey, name="passkey_signup_make"),
    path("logout", allauth.logout, name="account_logout"),
    path("sessions", session_views.sessions, name="sessions"),
    path("sign-out-everywhere", session_views.sign_out_everywhere, name="sign_out_everywhere"),
    path("password", views.ChangePassword.as_view(), name="account_change_password"),
    path("password/set", views.SetPassword.as_view(), name="account_set_password"),
    path("password/forgot", email_views.forgot, name="password_forgot"),
    path("password/reset/<str:key>", email_views.reset, name="password_reset"),
    path("email", email_views.address, name="email"),
    path("email/confirm/<str:key>", email_views.confirm, name="email_confirm"),
    path("reauthenticate", allauth.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
    path("providers", provider_views.connections, name="providers"),
    path("signup/provider", provider_views.sign_up, name="provider_signup"),
    *(path("", include(provider_patterns(one.id))) for one in offered()),
]
urlpatterns = [path("accounts/", include(_accounts))]
