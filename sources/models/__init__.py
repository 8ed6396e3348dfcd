"""Publishers, sources, what was captured of them, and how they hang together."""

from sources.models.capture import Blob, Capture, Sighting
from sources.models.fixity import BlobCheck
from sources.models.gathering import Batch, BatchItem, Feed
from sources.models.likeness import Fingerprint, FingerprintBand, SuspectedCopy
from sources.models.source import Publisher, Source, SourceLink

__all__ = [
    "Batch",
    "BatchItem",
    "Blob",
    "BlobCheck",
    "Capture",
    "Feed",
    "Fingerprint",
    "FingerprintBand",
    "Publisher",
    "Sighting",
    "Source",
    "SourceLink",
    "SuspectedCopy",
]
