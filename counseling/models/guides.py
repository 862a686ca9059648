"""The guide of questions as data that the directorate edits. A published version is kept as it is."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.language import language
from counseling.enums import SessionKind

_KEPT = """
    PERFORM 1 FROM counseling_guide WHERE id IN (OLD.guide_id, NEW.guide_id) AND published_at IS NOT NULL;
    IF FOUND THEN RAISE EXCEPTION 'questions of a published guide do not change'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class Guide(models.Model):
    """A version of the questions for a kind of session. The latest published one is used for new worksheets."""

    kind = models.CharField(_("jenis"), max_length=10, choices=SessionKind.choices)
    number = models.PositiveSmallIntegerField(_("versi"))
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    published_at = models.DateTimeField(_("terbit"), null=True, editable=False)

    class Meta:
        verbose_name = _("panduan konseling")
        verbose_name_plural = _("panduan konseling")
        ordering = ("kind", "-number")
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="one_guide_a_number")]
        triggers = [
            pgtrigger.Protect(
                name="published_guide_is_kept",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.number}"


class GuideQuestion(models.Model):
    """One question in both languages, under a topic."""

    guide = models.ForeignKey(Guide, models.PROTECT, related_name="questions", verbose_name=_("panduan"))
    n = models.PositiveSmallIntegerField(_("urutan"))
    topic = models.CharField(_("pokok"), max_length=60)
    topic_en = models.CharField(_("pokok, Inggris"), max_length=60)
    text = models.CharField(_("pertanyaan"), max_length=300)
    text_en = models.CharField(_("pertanyaan, Inggris"), max_length=300)
    hint = models.CharField(_("petunjuk bagi konselor"), max_length=300, blank=True)
    hint_en = models.CharField(_("petunjuk, Inggris"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pertanyaan panduan")
        verbose_name_plural = _("pertanyaan panduan")
        ordering = ("guide", "n")
        constraints = [
            models.UniqueConstraint(fields=["guide", "n"], name="one_question_a_place"),
            models.CheckConstraint(name="question_counts_from_1", condition=Q(n__gte=1)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_questions_are_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_KEPT,
            )
        ]

    def __str__(self) -> str:
        return self.text_en if language() == "en" else self.text

    @property
    def topic_here(self) -> str:
        """The topic in the language of the page."""
        return self.topic_en if language() == "en" else self.topic

    @property
    def hint_here(self) -> str:
        """The hint in the language of the page; may be empty."""
        return self.hint_en if language() == "en" else self.hint
