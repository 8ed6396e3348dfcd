"""Forms on sources and on what is captured of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from editorial import dates
from editorial.choices import Via
from editorial.forms import LinesField, RecordForm
from sources.actions import capture
from sources.arrivals import Captured
from sources.choices import Fidelity, Method
from sources.models import Source
from sources.models.source import language_tag
from sources.web import capture_url

LARGEST = 50 * 1024 * 1024


class PublisherForm(RecordForm):
    languages = LinesField(label=_("Languages"), required=False, help_text=_("Language tags such as en, one a line."))


class SourceForm(RecordForm):
    authors = LinesField(label=_("Authors"), required=False, help_text=_("One name a line."))


class CaptureForm(forms.Form):
    """A document to preserve: a file, or its text as pasted. What is filled in decides how it came here."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "cols": 80, "dir": "auto", "autofocus": True}),
        help_text=_("Paste the text here, whole and unchanged."),
    )
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        help_text=_("The document as it was published. It can be dropped anywhere on this form."),
    )
    url = forms.URLField(
        label=_("Address"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"size": 60}),
        help_text=_("Where the document was found. Alone, without text or file: it is fetched from there."),
    )
    robots_reason = forms.CharField(
        label=_("Fetch against the site's robots.txt, because"),
        required=False,
        max_length=300,
        help_text=_("Only where the site asks programs not to fetch it, and you have a reason. The ledger keeps it."),
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

    class Media:
        js = (forms.Script("ctarchive/add.js", defer=True),)

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
        if self.errors:
            return self.cleaned_data
        has_file, has_text = bool(self.cleaned_data["file"]), bool(self.cleaned_data["text"].strip())
        if has_file and has_text:
            raise ValidationError(_("Choose a file or paste a text: one of the two."))
        if not has_file and not has_text and not self.cleaned_data["url"]:
            raise ValidationError(_("Paste a text, choose a file, or give an address: one of the three."))
        return self.cleaned_data

    @property
    def decides(self) -> str:
        """The field that says what is preserved: where an error about the document belongs."""
        return next((name for name in ("file", "text") if self.cleaned_data.get(name)), "url")

    def told(self) -> dict[str, Any]:
        """What was typed about the document, as keyword arguments for `sources.actions.capture`."""
        return {"fidelity": Fidelity(self.cleaned_data["fidelity"]), "language": self.cleaned_data["language"]}

    def preserve(self, *, user: Any, source: Source | None) -> Captured:
        """Capture what was given, by what is filled in. Raises what the verbs raise."""
        known, given = self.told() | {"user": user, "via": Via.ADMIN, "source": source}, self.cleaned_data
        if self.decides == "url":
            return capture_url(given["url"], robots_reason=given["robots_reason"].strip(), **known)
        known["requested_url"] = given["url"]
        if self.decides == "file":
            return capture(given["file"].read(), method=Method.UPLOAD, filename=given["file"].name, **known)
        # Browsers send CRLF for every line end of a text area.
        pasted = given["text"].replace("\r\n", "\n").encode()
        return capture(pasted, method=Method.PASTE, media_type="text/plain", charset="utf-8", **known)


class AddSourceForm(CaptureForm):
    """A document that becomes a source: what is typed here goes before what the document says about itself."""

    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"size": 60, "dir": "auto"}),
        help_text=_("Empty: the headline of the document."),
    )
    publisher = forms.CharField(
        label=_("Publisher"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": 60, "dir": "auto", "list": "publishers", "autocomplete": "off"}),
        help_text=_("One that is known, or a new one. Empty: as the document says."),
    )
    published = forms.CharField(
        label=_("Published"),
        required=False,
        max_length=60,
        validators=[dates.validate_edtf],
        help_text=_("EDTF, such as 2019-11-12 or 2019-11. Empty: as the document says."),
    )

    field_order = (
        "text", "file", "url", "title", "publisher", "published", "language", "fidelity", "robots_reason",
    )  # fmt: skip

    def told(self) -> dict[str, Any]:
        given = {name: self.cleaned_data[name] for name in ("title", "publisher", "published")}
        return super().told() | {"given": {name: value.strip() for name, value in given.items() if value.strip()}}
