from datetime import timedelta

from django.core.management.base import BaseCommand

from events.pictures import keeping


class Command(BaseCommand):
    help = (
        "Deletes the uploaded pictures that no illustration names: none that was ever published, and "
        "none in an open act. For a timer, and after a redaction of an illustration's image."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--at-once",
            action="store_true",
            help="also those of the last day, which a form that is open may be about to name",
        )

    def handle(self, at_once, **options):
        swept = keeping.sweep(spared=timedelta(0) if at_once else keeping.SPARED)
        self.stdout.write(f"{swept} picture{'s' * (swept != 1)} that nothing names deleted.")
