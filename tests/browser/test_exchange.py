"""In a browser: a dropped document opens in the workbench; a table is matched, previewed and loaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from events.models import Entity
from sources.models import Source
from tests.browser.session import MARKS, signed_in

pytestmark = MARKS

# What a drag from the desktop does, which no browser lets a script do by itself.
DROP = """(form) => {
  const held = new DataTransfer();
  held.items.add(new File(["The guards met on 3 May 2018 in Lankaran."], "report.txt", { type: "text/plain" }));
  for (const name of ["dragover", "drop"])
    form.dispatchEvent(new DragEvent(name, { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def test_a_dropped_file_is_sent_by_keyboard_and_opens_in_the_workbench(live_server: Any, monkeypatch: Any) -> None:
    with signed_in("contributor", live_server, monkeypatch) as page:
        page.goto("/admin/")
        page.focus("a[accesskey=n]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/from-document/")
        page.locator("form[data-drop]").evaluate(DROP)
        assert page.input_value("#id_file").endswith("report.txt")
        page.fill("#id_title", "Guards meet")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**/admin/events/workbench/**")
        assert "The guards met on 3 May 2018" in page.inner_text("#workbench")
    assert Source.objects.get().title == "Guards meet"


def test_a_table_is_matched_previewed_and_loaded_without_its_bad_row(
    live_server: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    path = tmp_path / "places.csv"
    path.write_text("Ort,kind\nLankaran,place\nLerik,hamlet\n", encoding="utf-8")
    with signed_in("writer", live_server, monkeypatch) as page:
        page.goto("/admin/exchange/")
        page.click("text=Import a table of entities")
        page.set_input_files("#id_file", path)
        page.click("text=Check and preview")
        page.select_option("#id_column-0", "name")
        page.click("text=Read it like this")
        assert "hamlet" in page.inner_text(".problems")
        page.check("input[value=right]")
        page.click("text=Load as drafts")
        assert "Loaded, as drafts of yours" in page.inner_text("#content-main")
    assert [entity.name for entity in Entity.objects.all()] == ["Lankaran"]


@pytest.mark.parametrize("address", ["", "dossier/", "tables/claims/"])
@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_is_wider_than_the_window(live_server: Any, monkeypatch: Any, address: str, width: int) -> None:
    with signed_in("writer", live_server, monkeypatch) as page:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"/admin/exchange/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
