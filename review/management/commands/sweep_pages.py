from django.core.management.base import BaseCommand

from review.publishing import pages


class Command(BaseCommand):
    help = (
        "Deletes the stored pages of other builds. To be run after an update, once no server of the "
        "old build answers any more."
    )

    def handle(self, **options):
        swept = pages.sweep()
        self.stdout.write(f"{swept} stored page{'s' * (swept != 1)} of other builds deleted.")
