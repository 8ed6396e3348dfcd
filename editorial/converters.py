"""What addresses are made of."""

from django.urls import register_converter

from editorial.uids import ALPHABET, LENGTH


class UidConverter:
    """The uid of a record."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class SlugConverter(UidConverter):
    """Words that only help the reader; any are accepted, and the right ones are put in their place."""

    regex = "[^/]*"


register_converter(UidConverter, "uid")
register_converter(SlugConverter, "words")
