from sources.models.rendering import Rendering
from sources.models.source import Contributor, Source

__all__ = ["Contributor", "Rendering", "Source"]
