"""Parts of addresses: numbers, and whatever follows, imported by all that list addresses."""

from django.urls import register_converter


class NumberConverter:
    """A number that fits a database's id."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class RestConverter:
    """All that an address goes on with, line breaks included."""

    regex = r"[\s\S]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(NumberConverter, "n")
register_converter(RestConverter, "rest")
