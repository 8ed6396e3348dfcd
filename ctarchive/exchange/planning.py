"""From an upload to its plan, whatever kind of file it is."""

from __future__ import annotations

from ctarchive.dossier.files import parse_bytes
from ctarchive.dossier.load import plan_parsed
from ctarchive.dossier.plan import Plan
from ctarchive.exchange import tables
from ctarchive.exchange.archive import open_dossier
from ctarchive.models import Upload


def plan_of(upload: Upload) -> Plan:
    """Check the upload against what its user may see. Raises `DossierError` or `UnreadableError`; writes nothing."""
    if upload.kind != Upload.Kind.DOSSIER:
        return tables.plan_of(upload)
    opened = open_dossier(upload.filename, bytes(upload.data))
    return plan_parsed(parse_bytes(opened.name, opened.data, opened.beside), upload.user)
