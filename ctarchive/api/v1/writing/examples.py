"""Bodies for the OpenAPI document, by operation. A test sends them."""

from typing import Any

BODIES: dict[str, Any] = {
    "create_publisher": {"name": "Border Gazette", "kind": "news_outlet", "country": "AZ", "reliability": "C"},
    "create_source": {"title": "Guards meet in Lankaran", "kind": "news_report", "published": "2018-05-04"},
    "create_capture": {
        "text": "Border guards of the two republics met in Lankaran on 3 May 2018.",
        "title": "Guards meet in Lankaran",
        "published": "2018-05-04",
    },
    "create_event": {"title": "Meeting of border guards in Lankaran", "kind": "meeting"},
    "create_entity": {"name": "Border Service", "kind": "public_body", "names": [{"text": "BS", "kind": "acronym"}]},
    "create_claim": {
        "about": "0000000000",
        "property": "date",
        "value_edtf": "2018-05-03",
        "evidence": [{"capture": "0000000000", "exact": "on 3 May 2018"}],
    },
    "create_evidence": {"claim": "0000000000", "capture": "0000000000", "exact": "on 3 May 2018"},
    "change": {"title": "Meeting of border guards", "version": 1},
    "submit": {"alone": False},
    "discard": {"reason": "Told twice."},
    "send_back": {"reason": "The passage does not say so."},
    "publish": {"seen": {"0000000000": 2}},
    "propose_retraction": {"reason": "The source withdrew it."},
    "propose_revision": {"field": "title", "new": "Border guards meet", "reason": "A better title."},
    "comment": {"text": "Is this the same meeting as the one of April?"},
    "suggest": {
        "suggester": "date-finder",
        "version": "1.0",
        "suggestions": [{"kind": "date", "exact": "3 May 2018", "payload": {"edtf": "2018-05-03"}, "score": 0.9}],
    },
}
