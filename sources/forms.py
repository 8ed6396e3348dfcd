"""Forms on sources and on what is captured of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from editorial.forms import LinesField, RecordForm
from sources.choices import Fidelity, Method
from sources.models.source import language_tag

LARGEST = 50 * 1024 * 1024


class PublisherForm(RecordForm):
    languages = LinesField(label=_("Languages"), required=False, help_text=_("Language tags such as en, one a line."))


class SourceForm(RecordForm):
    authors = LinesField(label=_("Authors"), required=False, help_text=_("One name a line."))


class CaptureForm(forms.Form):
    """A document to preserve: a file, or its text as pasted."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("The document as it was published."))
    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 80}),
        help_text=_("Or paste its text here, whole and unchanged."),
    )
    url = forms.URLField(
        label=_("Address"), required=False, assume_scheme="https", help_text=_("Where the document was found.")
    )
    fidelity = forms.ChoiceField(
        label=_("Fidelity"),
        choices=Fidelity.choices,
        initial=Fidelity.ORIGINAL,
        help_text=_("Whether this is the document itself, or what somebody made of it."),
    )
    language = forms.CharField(
        label=_("Language"),
        required=False,
        max_length=35,
        validators=[language_tag],
        help_text=_("A language tag such as en. Empty: as the document says, or as it reads."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise ValidationError(
                _("The file has %(size)s; the most that is taken is %(most)s."),
                params={"size": filesizeformat(file.size), "most": filesizeformat(LARGEST)},
            )
        return file

    def clean(self) -> dict[str, Any]:
        super().clean()
        has_file, has_text = bool(self.cleaned_data.get("file")), bool(self.cleaned_data.get("text", "").strip())
        if has_file == has_text and not self.errors:
            raise ValidationError(_("Choose a file or paste a text: one of the two."))
        return self.cleaned_data

    def document(self) -> tuple[bytes, dict[str, Any]]:
        """(bytes, keyword arguments) for `sources.actions.capture`."""
        given = self.cleaned_data
        known = {
            "requested_url": given["url"], "fidelity": Fidelity(given["fidelity"]), "language": given["language"],
        }  # fmt: skip
        if file := given["file"]:
            return file.read(), known | {"method": Method.UPLOAD, "filename": file.name}
        text: str = given["text"]
        # Browsers send CRLF for every line end of a text area.
        pasted = text.replace("\r\n", "\n").encode()
        return pasted, known | {"method": Method.PASTE, "media_type": "text/plain", "charset": "utf-8"}
