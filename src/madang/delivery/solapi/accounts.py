"""Whose account a gateway is used with; read with the settings, before there are any apps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SolapiAccount:
    """Where the gateway is, whose account it is, and from which number messages come."""

    address: str
    key: str
    secret: str
    sender: str
    # KakaoTalk channel, for Alimtalk.
    channel_id: str = ""
