from django.db import models


class Alteration(models.Model):
    """What one publication altered on the page of an article, as {name: how many} (events/alterations).

    Kept by the write path: an article's history, feeds and weeks read these alone. It holds no words.
    """

    article = models.ForeignKey(
        "review.Subject", models.PROTECT, related_name="alterations", db_index=False
    )
    publication = models.ForeignKey(
        "review.Publication", models.PROTECT, related_name="alterations"
    )
    counts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "publication"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self):
        return f"{self.article_id} in publication {self.publication_id}"
