"""The shape of the codebook, for the schema; its data comes from `ctarchive.codebook` as it is."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


class TermSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="As it is stored; never changes.")
    label = serializers.CharField(help_text="In the language of the request.")  # type: ignore[assignment]
    definition = serializers.CharField()
    crosswalk = serializers.DictField(child=serializers.CharField(), help_text="Its codes in other standards.")
    notes = serializers.DictField(help_text="What else holds of it.")


class VocabularySerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    label = serializers.CharField(help_text="In the language of the request.")  # type: ignore[assignment]
    definition = serializers.CharField()
    terms = TermSerializer(many=True)


class StandardSerializer(serializers.Serializer[Any]):
    """A standard that crosswalks lead to."""

    key = serializers.CharField()
    name = serializers.CharField()
    edition = serializers.CharField()
    url = serializers.URLField()


class CodebookSerializer(serializers.Serializer[Any]):
    vocabularies = VocabularySerializer(many=True)
    standards = StandardSerializer(many=True)
