"""Addresses of signing up, in and out: the parts of allauth that Madang uses."""

from allauth.account import views as allauth
from django.urls import include, path

from . import passkey_signup, views

urlpatterns = [
    path("", views.account, name="account"),
    path("login", allauth.login, name="account_login"),
    path("signup", allauth.signup, name="account_signup"),
    path("signup/passkey", passkey_signup.choose_name, name="passkey_signup"),
    path("signup/passkey/make", passkey_signup.make_passkey, name="passkey_signup_make"),
    path("logout", allauth.logout, name="account_logout"),
    path("sessions", views.sessions, name="sessions"),
    path("sign-out-everywhere", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("password", views.ChangePassword.as_view(), name="account_change_password"),
    path("password/set", views.SetPassword.as_view(), name="account_set_password"),
    path("inactive", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate", allauth.reauthenticate, name="account_reauthenticate"),
    path("2fa/", include("allauth.mfa.urls")),
]
