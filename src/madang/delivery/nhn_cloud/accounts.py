"""Whose account of NHN Cloud is used; read with the settings, before there are any apps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NhnAccount:
    """Where the gateway is, whose account it is, and of which KakaoTalk channel."""

    address: str
    app_key: str
    secret: str
    sender_key: str
