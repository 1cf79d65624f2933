import sys

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = "Events"

    def ready(self):
        from events import indexing, ledger, listing, places, recounting, topics
        from events.alterations.keeping import badly_altered
        from events.desk import campaigns
        from events.desk.marking import asked_of
        from events.desk.reviewing.lines import LABELS as TOLD_IN_LINES
        from events.desk.reviewing.lines import lines
        from events.desk.reviewing.scenes import scenes
        from events.desk.sending import AsksForCitations
        from events.exchange.importers import marks
        from events.exchange.importing import forget_words
        from events.kinds import KINDS
        from events.models import Attempt, Campaign, Lead, SavedFilter, Typed, Verification
        from events.notes import KINDS as CITING
        from events.notes import badly_noted, make_anew, prepare
        from events.pages.previewing import pages_after
        from events.pages.published import addresses_of
        from events.pictures.checking import badly_kept, badly_sized
        from events.standing import badly_checked, badly_led, keep_standing, recheck
        from review import kinds
        from review.desk import waiting
        from review.proving import checking, served
        from review.publishing import covering, due
        from review.weighing import texts

        try:
            marks.table_of(settings.ATTESTED_MARKS)
        except ImproperlyConfigured as error:
            sys.exit(f"Settings: ATTESTED_MARKS: {error}")
        for kind in KINDS:
            kinds.register(kind())
        kinds.register_pages(pages_after)
        kinds.register_scenes(scenes)
        kinds.register_lines(lines, TOLD_IN_LINES)
        texts.register(Attempt, "where", "note")
        texts.register(SavedFilter, "name", "query")
        texts.register(Campaign, "name", "about", "query")
        texts.register(Typed, "text")
        texts.register(Verification, "read")
        texts.register(Lead, "quote", "text", "note")
        covering.register(
            covering.Cover(
                Verification,
                ("citation_id", "digest", "read", "publication_id", "by_id", "at"),
                "verification",
            )
        )
        covering.register_elsewhere(
            {
                "events.claim": "a lease that ends by itself",
                "events.pick": "what an editor said of a request",
                "events.typed": "what an editor typed and has not kept",
                "events.savedfilter": "a filter that an editor keeps",
                "events.campaign": "a moderator's list, and its words: nothing that is published",
                "events.campaignitem": "which requests are on that list",
                "events.campaignstep": "what was done with that list while it ran",
                "events.attempt": "what was searched, for the next editor",
                "events.lead": "what readers said: what comes of it is an act, which is covered",
                "events.articleimport": "which file became an article: its act is covered",
                "events.picture": "named by its digest, in what illustrations published: verify_log compares it",
                "events.picturesize": "verify_log compares it with the picture that its largest one is",
                "events.reads": "counts of who read what",
                "events.eventplace": "verify_log places it anew by the live datings",
                "events.articlestanding": "verify_log counts the live rows anew",
                "events.statementstanding": "verify_log makes it anew from the live rows",
                "events.alteration": "verify_log counts it anew from the published history",
                "events.ledgerentry": "verify_log compares it with the published history",
                "events.requesttally": "verify_log adds it up anew from the ledger",
                "events.ledgerday": "verify_log adds it up anew from the ledger",
                "events.periodtally": "verify_log counts it anew from the worklist's rows",
                "events.requeststanding": "verify_log makes it anew from the open requests",
                "events.sourcestanding": "verify_log makes it anew from the live sources",
                "events.topicstanding": "verify_log makes it anew from the live topics",
                "events.topicspelling": "verify_log makes it anew from the live topics",
                "events.topicuse": "verify_log makes it anew from the live mentions",
                "events.citationstanding": "verify_log makes it anew from the verifications",
                "events.indexentry": "verify_log makes it anew from what is live",
                "events.indexword": "verify_log counts it anew from the index",
            }
        )
        checking.register(badly_led)
        checking.register(badly_checked)
        checking.register(ledger.unbalanced)
        checking.register(recounting.badly_counted)
        checking.register(badly_kept)
        checking.register(badly_altered)
        served.register(badly_noted)
        served.register(listing.badly_listed)
        served.register(ledger.badly_found)
        served.register(places.badly_placed)
        served.register(recounting.badly_read)
        served.register(badly_sized)
        served.register(indexing.badly_indexed)
        served.register(topics.badly_indexed)
        due.register(addresses_of)
        waiting.register("leads", lambda user: Lead.objects.filter(fate=Lead.Fate.OPEN))
        kinds.register_preparing(prepare, CITING)
        kinds.register_asking(AsksForCitations())
        kinds.register_typed(asked_of, "events.statement")
        texts.register_purge(forget_words, make_anew)
        texts.register_purge(recheck)
        texts.register_purge(listing.forget_words)
        texts.register_purge(ledger.forget_words)
        texts.register_purge(indexing.forget_words)
        texts.register_purge(topics.forget_words)
        texts.register_purge(campaigns.forget_words)
        labels = [kind.model._meta.label_lower for kind in KINDS]
        kinds.register_effects(keep_standing, [*labels, "sources.source", "sources.contributor"])
