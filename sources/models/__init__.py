from sources.models.rendering import Rendering
from sources.models.sameness import MergedWork, NotTheSame
from sources.models.source import Contributor, Source

__all__ = ["Contributor", "MergedWork", "NotTheSame", "Rendering", "Source"]
