"""Parts of addresses that are numbers; imported by every module that lists addresses."""

from django.urls import register_converter


class NumberConverter:
    """A number that fits a database's id."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


register_converter(NumberConverter, "n")
