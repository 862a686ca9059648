"""The instrument of the self-assessment as data: what is asked and how it is scored. A published version is kept."""

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.language import language
from ipk.scoring import LETTERS, Parameters

_KEPT = """
    PERFORM 1 FROM ipk_instrumentversion WHERE id IN (OLD.version_id, NEW.version_id) AND published_at IS NOT NULL;
    IF FOUND THEN RAISE EXCEPTION 'items of a published version do not change'; END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


class Instrument(models.Model):
    """A questionnaire under its name. What it asks lies in its versions."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    name_en = models.CharField(_("nama Inggris"), max_length=120)
    source = models.TextField(_("sumber"))

    class Meta:
        verbose_name = _("instrumen asesmen")
        verbose_name_plural = _("instrumen asesmen")

    def __str__(self) -> str:
        return self.name_en if language() == "en" else self.name


class InstrumentVersion(models.Model):
    """Items, labels and scoring as they were at a time. The latest published one is asked; older ones keep results.

    `labels`: [{"value": 0…100, "id": "…", "en": "…"}, …], in the order of the buttons. `scoring`: what
    `ipk.scoring.Parameters.read` takes. `note` says how far the version may be trusted.
    """

    instrument = models.ForeignKey(Instrument, models.PROTECT, related_name="versions", verbose_name=_("instrumen"))
    number = models.PositiveSmallIntegerField(_("versi"))
    note = models.CharField(_("keterangan"), max_length=300)
    note_en = models.CharField(_("keterangan Inggris"), max_length=300)
    labels = models.JSONField(_("pilihan jawaban"))
    scoring = models.JSONField(_("penilaian"))
    published_at = models.DateTimeField(_("terbit"), null=True, editable=False)

    class Meta:
        verbose_name = _("versi instrumen")
        verbose_name_plural = _("versi instrumen")
        ordering = ("-published_at", "-number")
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="one_version_a_number"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_is_kept",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.instrument}, {self.number}"

    @property
    def warning(self) -> str:
        """How far it may be trusted, in the reader's language."""
        return self.note_en if language() == "en" else self.note

    @property
    def parameters(self) -> Parameters:
        return Parameters.read(self.scoring)

    def clean(self) -> None:
        """Labels and scoring as the portal reads them."""
        try:
            Parameters.read(self.scoring)
        except ValueError as wrong:
            raise ValidationError({"scoring": str(wrong)}) from wrong
        if not well_labelled(self.labels):
            raise ValidationError({"labels": _("Tulis tiga sampai tujuh pilihan: value 0 sampai 100, id, en.")})


class Item(models.Model):
    """One activity that somebody likes or not. `type` is its letter of RIASEC."""

    version = models.ForeignKey(InstrumentVersion, models.PROTECT, related_name="items", verbose_name=_("versi"))
    code = models.CharField(_("kode"), max_length=8)
    type = models.CharField(_("minat"), max_length=1)
    text = models.CharField(_("kegiatan"), max_length=160)
    text_en = models.CharField(_("kegiatan, Inggris"), max_length=160)

    class Meta:
        verbose_name = _("butir asesmen")
        verbose_name_plural = _("butir asesmen")
        ordering = ("version", "code")
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="one_item_a_code_and_version"),
            models.CheckConstraint(name="item_has_a_letter_of_riasec", condition=Q(type__in=list(LETTERS))),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="published_items_are_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_KEPT,
            )
        ]

    def __str__(self) -> str:
        return self.text_en if language() == "en" else self.text


def well_labelled(labels: object) -> bool:
    """Three to seven buttons with rising values from 0 to 100 and words in both languages."""
    if not isinstance(labels, list) or not 3 <= len(labels) <= 7:
        return False
    if not all(isinstance(label, dict) and label.keys() == {"value", "id", "en"} for label in labels):
        return False
    values = [label["value"] for label in labels]
    worded = all(isinstance(label[lang], str) and label[lang].strip() for label in labels for lang in ("id", "en"))
    whole = all(type(value) is int for value in values)
    return worded and whole and values[0] == 0 and values[-1] == 100 and values == sorted(set(values))
