"""Publishers, sources, what was captured of them, and how they hang together."""

from sources.models.capture import Blob, Capture, Sighting
from sources.models.source import Publisher, Source, SourceLink

__all__ = ["Blob", "Capture", "Publisher", "Sighting", "Source", "SourceLink"]
