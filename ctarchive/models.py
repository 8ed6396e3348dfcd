"""The outermost app's one table: what the search index holds of each published record."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchEntry(models.Model):
    """What the public may find of one published record. Derived: `search.rebuild` makes it again, `verify` compares.

    `title`, `names` and `body` are the texts as they are shown; the `folded_…` columns are the same texts as they are
    matched (see `search.folding`). The key is a number because SQLite's full-text index refers to it.
    """

    id = models.BigAutoField(primary_key=True)
    record_type = models.CharField(_("record type"), max_length=10)
    uid = models.CharField(_("uid"), max_length=10, unique=True)
    slug = models.CharField(_("slug"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)
    title = models.TextField(_("title"))
    names = models.TextField(_("names"), blank=True)
    body = models.TextField(_("body"), blank=True)
    folded_title = models.TextField(blank=True)
    folded_names = models.TextField(blank=True)
    folded_body = models.TextField(blank=True)

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")

    def __str__(self) -> str:
        return self.title
