"""Forms of signing in and up, and what their fields share."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _lazy

from madang.core.text.fields import LineField

LOGIN_NAME_MIN, LOGIN_NAME_MAX = 2, 30

login_name_shape = RegexValidator(
    r"^[0-9A-Za-z가-힣._-]{2,30}\Z",
    _lazy("아이디는 한글, 영문, 숫자와 . _ - 로 2자에서 30자까지예요."),
)
login_name_letter = RegexValidator(
    r"[A-Za-z가-힣]",
    _lazy("아이디에는 글자가 하나는 있어야 해요. 전화번호나 생일은 쓰지 마세요."),
)
login_name_rules = [login_name_shape, login_name_letter]


class NameForm(forms.Form):
    """A login name that nobody has."""

    username = LineField(
        label=_lazy("아이디"),
        longest=LOGIN_NAME_MAX,
        validators=login_name_rules,
        error_messages={"required": _lazy("아이디를 정해 주세요.")},
        widget=forms.TextInput(attrs={"autocomplete": "username webauthn"}),
    )

    def clean_username(self) -> str:
        name: str = get_adapter().clean_username(self.cleaned_data["username"])
        return name


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _name_as_typed(self.fields["login"], _lazy("아이디"))
        self.fields["password"].label = _lazy("비밀번호")
        _without_placeholders(self)


class SignUpForm(SignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = _name_as_typed(self.fields["username"], _lazy("아이디"))
        name.validators = list(login_name_rules)
        name.error_messages["required"] = _lazy("아이디를 정해 주세요.")
        self.fields["username"] = name
        self.fields["password1"].label = _lazy("비밀번호")
        _without_placeholders(self)


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_lazy("이메일"),
        max_length=200,
        error_messages={
            "required": _lazy("이메일 주소를 적어 주세요."),
            "invalid": _lazy("이메일 주소가 아니에요. 빠진 글자가 없는지 보세요."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


def _name_as_typed(field: forms.Field, label: Any) -> LineField:
    """Return allauth's field for a name as one through which names come as anywhere else."""
    return LineField(longest=200, label=label, widget=field.widget)


def _without_placeholders(form: forms.BaseForm) -> None:
    # allauth's repeat the label in other words.
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


def new_password_field() -> forms.CharField:
    """Return a field for a password that is being chosen."""
    return forms.CharField(
        label=_lazy("비밀번호"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
