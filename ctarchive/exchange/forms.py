"""The forms that take files in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _


class FileForm(forms.Form):
    """One file, not too large and not empty."""

    file = forms.FileField(label=_("File"), allow_empty_file=True)

    class Media:
        js = (forms.Script("ctarchive/add.js", defer=True),)

    def clean_file(self) -> Any:
        file, most = self.cleaned_data["file"], settings.LARGEST_UPLOAD
        if not file.size:
            raise ValidationError(_("“%(name)s” is empty."), params={"name": file.name})
        if file.size > most:
            raise ValidationError(
                _("“%(name)s” has %(size)s; the most that is taken is %(most)s. Divide it."),
                params={"name": file.name, "size": filesizeformat(file.size), "most": filesizeformat(most)},
            )
        return file


class DossierForm(FileForm):
    field_order = ("file",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A dossier (.yaml or .ndjson), or a zip file of it with its documents. Nothing is written before you saw "
            "what it would make. It can be dropped anywhere on this form."
        )
