"""Forms on claims and evidence. Quotations are looked for while the form is checked: the error stands beside them."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from editorial import actions
from editorial.choices import Via
from editorial.forms import RecordForm
from editorial.payload import encode
from events import quotes
from events.actions import quote
from events.choices import Stance
from events.models import Evidence
from events.properties import PROPERTIES, ValueType
from sources.models import Capture


class PassageField(forms.CharField):
    """A passage as pasted: blanks at its ends may matter, and line ends are those of the captures."""

    def __init__(self, *, rows: int = 1, **kwargs: Any) -> None:
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows, "cols": 70}), **kwargs)

    def to_python(self, value: Any) -> Any:
        # Browsers send CRLF for every line end of a text area.
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class CoordinatesField(forms.CharField):
    """Latitude and longitude in decimal degrees, as “40.41, 49.87”; given back as the ledger writes them."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        ends = [end.strip() for end in str(super().to_python(value) or "").split(",")]
        if ends == [""]:
            return []
        try:
            latitude, longitude = (Decimal(end) for end in ends)
        except (ArithmeticError, ValueError) as error:
            raise ValidationError(_("Write latitude and longitude in degrees, as 40.41, 49.87.")) from error
        return [encode(latitude), encode(longitude)]


def look_for(
    capture: Capture, exact: str, *, prefix: str = "", suffix: str = "", at: int | None = None
) -> quotes.Anchor:
    """The anchor of the passage. Raises `ValidationError`, which lists the candidates, unless it is there just once."""
    try:
        return quotes.find(capture.text, exact.strip(), prefix=prefix, suffix=suffix, start=at)
    except quotes.QuoteError as error:
        raise ValidationError(str(error)) from error


PREFIX_HELP = _("What stands right before it, to choose among several occurrences.")
SUFFIX_HELP = _("What stands right after it.")
AT_HELP = _("The number of its first character, as the error names it: another way to choose.")


class EvidenceForm(RecordForm):
    """A quotation for a claim; new ones are tied to the claim by `events.actions.quote`."""

    exact = PassageField(label=_("Quotation"), rows=3, help_text=Evidence._meta.get_field("exact").help_text)
    # Django takes declared fields off the class, so that the form’s own `prefix` stays what it is.
    prefix = PassageField(  # type: ignore[assignment]
        label=_("Text before"), required=False, max_length=300, help_text=PREFIX_HELP
    )
    suffix = PassageField(label=_("Text after"), required=False, max_length=300, help_text=SUFFIX_HELP)
    at = forms.IntegerField(label=_("At character"), required=False, min_value=0, help_text=AT_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            self.fields["at"].initial = self.instance.start
        for name in {"reading", "translation"} & set(self.fields):
            self.fields[name].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        super().clean()
        capture, exact = self.cleaned_data.get("capture"), self.cleaned_data.get("exact")
        if capture is not None and exact and not {"prefix", "suffix", "at"} & set(self.errors):
            try:
                anchor = look_for(capture, exact, **self._context())
            except ValidationError as error:
                self.add_error("exact", error)
            else:
                self.instance.capture = capture
                self.instance.anchor_to(anchor)
                self.cleaned_data |= {"exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix}
        return self.cleaned_data

    def _context(self) -> dict[str, Any]:
        """What chooses among several occurrences; what was filled in for another passage no longer does."""
        names = ("prefix", "suffix", "at")
        moved = not self.instance._state.adding and {"capture", "exact"} & set(self.changed_data)
        return {n: self.cleaned_data[n] for n in names if not moved or n in self.changed_data}

    def write(self, user: Any) -> Evidence:
        """Tie the passage to the claim, or save the changed draft. Returns the evidence."""
        record: Evidence = self.instance
        if not record._state.adding:
            return actions.save(record, user=user, via=Via.ADMIN, expected_version=self.expected_version)
        return quote(
            record.claim, record.capture, record.exact, prefix=record.prefix, suffix=record.suffix, start=record.start,
            stance=Stance(record.stance), reading=record.reading, translation=record.translation,
            language=record.language, user=user, via=Via.ADMIN,
        )  # fmt: skip


# value type → the fields that hold it.
_HOLDS = {
    ValueType.TEXT: ["value_text"],
    ValueType.TERM: ["value_text"],
    ValueType.EDTF: ["value_edtf"],
    ValueType.NUMBER: ["value_low", "value_high"],
    ValueType.ENTITY: ["value_entity"],
}
# property → the fields it uses; the page's script hides the others.
USES = {p.key: [*_HOLDS[p.value], *p.extra] for p in PROPERTIES.values()}


class ClaimForm(RecordForm):
    """A claim; what its value must look like is told by the codebook."""

    class Media:
        js = ("ctarchive/admin_claim.js",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "property" in self.fields:
            self.fields["property"].widget.attrs["data-uses"] = json.dumps(USES)
        if "value_text" in self.fields:
            self.fields["value_text"].widget.attrs["rows"] = 3


class ClaimWithQuoteForm(ClaimForm):
    """A claim on the page of its subject, together with the first passage that supports it."""

    # The queryset and the widget of `quoted_capture` are the admin's: they depend on who asks.
    quoted_capture: forms.ModelChoiceField = forms.ModelChoiceField(
        Capture.objects.none(), label=_("Capture"), required=False
    )
    quoted = PassageField(
        label=_("Quotation"),
        rows=2,
        required=False,
        help_text=_("A passage that supports the claim, letter for letter. Add further ones on the claim’s page."),
    )
    quoted_prefix = PassageField(label=_("Text before"), required=False, max_length=300, help_text=PREFIX_HELP)
    quoted_suffix = PassageField(label=_("Text after"), required=False, max_length=300, help_text=SUFFIX_HELP)
    quoted_at = forms.IntegerField(label=_("At character"), required=False, min_value=0, help_text=AT_HELP)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.anchor: quotes.Anchor | None = None

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        capture, exact = given.get("quoted_capture"), given.get("quoted", "")
        if exact.strip() and capture is None and "quoted_capture" not in self.errors:
            self.add_error("quoted_capture", _("Choose the capture in which the quotation stands."))
        elif capture is not None and not exact.strip():
            self.add_error("quoted", _("Paste the passage that supports the claim."))
        elif capture is not None and not {"quoted_prefix", "quoted_suffix", "quoted_at"} & set(self.errors):
            try:
                self.anchor = look_for(
                    capture, exact,
                    prefix=given["quoted_prefix"], suffix=given["quoted_suffix"], at=given["quoted_at"],
                )  # fmt: skip
            except ValidationError as error:
                self.add_error("quoted", error)
        return given

    def write(self, user: Any) -> None:
        """Save the claim, and tie the passage to it."""
        claim = actions.save(self.instance, user=user, via=Via.ADMIN, expected_version=self.expected_version)
        if self.anchor is not None:
            quote(
                claim, self.cleaned_data["quoted_capture"], self.anchor.exact,
                prefix=self.anchor.prefix, suffix=self.anchor.suffix, start=self.anchor.start, user=user, via=Via.ADMIN,
            )  # fmt: skip
