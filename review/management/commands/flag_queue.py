from django.core.management.base import BaseCommand

from review.weighing import flagging


class Command(BaseCommand):
    help = (
        "Works out anew why each pending act deserves a look. To be run once after an update that "
        "adds a reason to the queue, or gives one another meaning."
    )

    def handle(self, **options):
        looked_at = flagging.renew_all()
        self.stdout.write(f"{looked_at} pending act{'s' * (looked_at != 1)} looked at.")
