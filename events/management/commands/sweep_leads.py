from django.core.management.base import BaseCommand

from events import leads


class Command(BaseCommand):
    help = (
        "Deletes leads of readers that were closed ATTESTED_LEADS_KEPT_DAYS ago, and forgets which "
        "address sent what once that is a day old. For a timer, each day."
    )

    def handle(self, **options):
        senders, swept = leads.forget_senders(), leads.sweep()
        self.stdout.write(
            f"{swept} closed lead{'s' * (swept != 1)} deleted; of {senders} it is no longer known "
            "that one address sent them."
        )
