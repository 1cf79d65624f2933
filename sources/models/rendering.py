from django.db import models


class Rendering(models.Model):
    """A work's entry in the list of footnotes, as pandoc made it in the house style.

    Keyed by content (`sources.formatting.citeproc.rendering_key`): the same item is never rendered twice,
    and a rendering never goes stale. Not reviewed: it says nothing that the source doesn't.
    """

    key = models.CharField(max_length=64, primary_key=True)
    html = models.TextField()

    def __str__(self):
        return self.key
