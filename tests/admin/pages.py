"""How the tests of the admin read pages and send forms: as a browser would."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.test import Client
from django.urls import reverse
from lxml import html

from tests import factories as make


def signed_in(name: str) -> Client:
    """A browser in which this person of the cast is signed in."""
    client = Client()
    client.force_login(make.user(name))
    return client


def page_of(record: Model, page: str = "change", *args: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=[record.pk, *args])


OWN_FORM = "//form[@method='post'][not(@id='logout-form')][not(contains(@action, '/step/'))]"


def fields_of(client: Client, url: str, form: str = OWN_FORM) -> dict[str, Any]:
    """What a browser would send of the page's form, as it stands there."""
    (found,) = html.fromstring(client.get(url).content).xpath(form)
    texts = {area.name for area in found.xpath(".//textarea")}
    # Browsers drop the first line end of a text area.
    return {name: value.removeprefix("\n") if name in texts else value for name, value in found.form_values()}


def send(client: Client, url: str, /, **changes: Any) -> Any:
    """Open the page's form, change these fields (`__` for `-`), and send it."""
    typed = fields_of(client, url) | {name.replace("__", "-"): value for name, value in changes.items()}
    return client.post(url, typed)


def add_row(data: dict[str, Any], prefix: str, **fields: Any) -> dict[str, Any]:
    """The form's data with one more row in the inline of this prefix."""
    total = int(data[f"{prefix}-TOTAL_FORMS"])
    return data | {f"{prefix}-TOTAL_FORMS": total + 1} | {f"{prefix}-{total}-{name}": v for name, v in fields.items()}


def take(client: Client, record: Model, key: str, **fields: Any) -> Any:
    """Press a button of the review panel, which must be there; returns the page it leads to."""
    url = page_of(record, "step", key)
    data = fields_of(client, page_of(record), f"//form[@action='{url}']")
    return client.post(url, data | fields, follow=True)


def buttons(client: Client, record: Model) -> set[str]:
    """The keys of the review buttons on the record's page."""
    page = html.fromstring(client.get(page_of(record)).content)
    return {form.get("action").split("/")[-2] for form in page.xpath("//form[contains(@class, 'step')]")}


def errors_of(answer: Any) -> list[str]:
    """What the page that came back says is wrong."""
    page = html.fromstring(answer.content)
    found = page.xpath(
        "//ul[contains(@class, 'errorlist')]/li | //ul[contains(@class, 'messagelist')]/li[@class='error']"
    )
    return [str(item.text_content()) for item in found]
