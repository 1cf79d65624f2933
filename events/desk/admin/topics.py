"""Topics with their names, and what statements name them, in the desk."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from events.kinds import clip
from events.models import Mention, Topic, TopicName
from review.desk.admin import ReviewedAdmin, ReviewedInline
from review.desk.admin.reviewed import removal
from review.proposing import drafts


class TopicNameInline(ReviewedInline):
    model = TopicName


@admin.register(Topic)
class TopicAdmin(ReviewedAdmin):
    list_title = "Topics: persons, places, polities and treaties that statements name"
    list_display = ("name", "kind", "about", "dates", "requests")
    list_filter = ("kind",)
    search_fields = ("name", "names__name", "about", "wikidata")
    search_help_text = "Words of a name, in the script that it is written in, or a Wikidata item."
    inlines = [TopicNameInline]

    @admin.display(description="worklist")
    def requests(self, topic):
        address = f"{reverse('admin:events_citationrequest_worklist')}?topic={topic.pk}"
        words = '<a href="{}" aria-label="Requests where {} is named">Requests</a>'
        return format_html(words, address, topic.name)

    def removal(self, obj):
        """With its names, and what of statements named it."""
        named = Mention.objects.filter(topic=obj.pk).order_by("pk")
        return [*(drafts.remove(Mention, mention.pk) for mention in named), *removal(obj)]

    def get_changeform_initial_data(self, request):
        """A name may come along from the page of an article's mentions."""
        return {"name": request.GET.get("name", "")[:300]}


@admin.register(Mention)
class MentionAdmin(ReviewedAdmin):
    list_title = "Mentions: which words of statements name what"
    list_display = ("words", "topic", "statement_words")
    list_select_related = ("topic", "statement")
    search_fields = ("words", "topic__name", "statement__text")

    @admin.display(description="statement")
    def statement_words(self, mention):
        return clip(mention.statement.text, 100)
