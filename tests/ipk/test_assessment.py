"""The self-assessment: kept on the way, complete once, again as often as somebody likes; the instrument is data."""

import json
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from core.errors import Conflict, Invalid
from core.models import AuditEvent
from ipk import operations, selectors
from ipk.events import AssessmentCompleted
from ipk.models import InstrumentVersion, Item, JobTitle, SelfAssessment
from ipk.scoring import Result
from tests.factories.ipk import assessed, assessed_in_short, filled_in, liking, title
from tests.factories.participants import MORNING, PersonFactory

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(days=30)
FILE = Path(__file__).parents[2] / "ipk" / "data" / "instruments" / "riasec-1.json"


@pytest.fixture
def heard(monkeypatch) -> list:
    """The events that were published."""
    events: list = []
    monkeypatch.setattr("ipk.operations.assessment.publish", events.append)
    return events


@pytest.fixture
def draft(person) -> SelfAssessment:
    return operations.start_assessment(person, at=MORNING)


def refused_by_the_database(sentence: str):
    return pytest.raises(DatabaseError, match=sentence)


def second_version(**changes) -> InstrumentVersion:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return operations.take_in_version({**data, "number": 2, **changes})


class TestOnTheWay:
    def test_there_is_one_draft_whoever_begins_it_again(self, person, draft):
        again = operations.start_assessment(person, at=LATER)
        assert (again.pk, again.seed, again.started_at) == (draft.pk, draft.seed, MORNING)
        with refused_by_the_database("one_draft_of_an_assessment_a_person"), transaction.atomic():
            SelfAssessment.objects.create(person=person, version=draft.version, started_at=LATER)

    def test_the_order_of_the_items_is_the_attempts_own_and_stays(self, draft):
        order = [item.code for item in selectors.items_in_order(draft)]
        assert order == [item.code for item in selectors.items_in_order(SelfAssessment.objects.get(pk=draft.pk))]
        assert sorted(order) == sorted(Item.objects.values_list("code", flat=True))
        other = operations.start_assessment(PersonFactory(), at=MORNING)
        SelfAssessment.objects.filter(pk=other.pk).update(seed=draft.seed + 1)
        other.refresh_from_db()
        assert order != [item.code for item in selectors.items_in_order(other)]

    def test_a_seed_gives_this_order_for_ever(self, draft):
        draft.seed = 20261116
        assert [item.code for item in selectors.items_in_order(draft)][:8] == [
            "A7",
            "I8",
            "E2",
            "C8",
            "I2",
            "E1",
            "A2",
            "R6",
        ]

    def test_jobs_are_kept_with_their_unit_group_each_once_and_three_at_most(self, draft):
        for job in ("Kasir", "Satpam", "Kasir", "Barista"):
            draft = operations.add_job(draft, kind="former", title=title(job))
        assert draft.former_jobs == ["Kasir", "Satpam", "Barista"]
        assert draft.former_codes == ["5230", "5414", "5132"]
        with pytest.raises(Invalid) as refused:
            operations.add_job(draft, kind="former", title=title("Welder"))
        assert refused.value.code == "too_many_jobs"
        draft = operations.remove_job(draft, kind="former", job="Satpam")
        draft = operations.remove_job(draft, kind="former", job="Satpam")
        assert (draft.former_jobs, draft.former_codes) == (["Kasir", "Barista"], ["5230", "5132"])

    def test_a_title_that_is_renamed_later_changes_no_attempt(self, draft):
        draft = operations.add_job(draft, kind="wanted", title=title("Kasir"))
        JobTitle.objects.filter(key="kasir").update(title="Juru bayar", occupation="5223")
        draft.refresh_from_db()
        assert (draft.wanted_jobs, draft.wanted_codes) == (["Kasir"], ["5230"])

    def test_answers_of_pages_come_together_and_may_be_changed(self, draft):
        operations.keep_answers(draft, answers={"R1": 100, "S3": 0})
        operations.keep_answers(draft, answers={"R1": 25, "C8": 50})
        draft.refresh_from_db()
        assert draft.answers == {"R1": 25, "S3": 0, "C8": 50}

    @pytest.mark.parametrize("answers", [{"X1": 50}, {"R1": 51}, {"R1": -25}, {"R1": 100, "<script>": 0}])
    def test_what_is_not_asked_or_offered_is_not_kept(self, draft, answers):
        with pytest.raises(Invalid):
            operations.keep_answers(draft, answers=answers)
        draft.refresh_from_db()
        assert draft.answers == {}

    def test_where_a_draft_stands(self, draft):
        items = [item.code for item in selectors.items_in_order(draft)]
        draft = operations.keep_answers(draft, answers=dict.fromkeys(items[:12], 75))
        progress = selectors.progress_of(draft)
        assert (progress.pages, progress.answered, progress.allowed, progress.minutes_left) == (6, 12, 4, 4)
        assert progress.open_numbers == list(range(13, 49))
        assert (progress.untouched_pages, progress.first_page_to_fill()) == ([3, 4, 5, 6], 3)

    def test_too_much_left_open_leads_to_the_first_open_item(self, person):
        draft = filled_in(person)
        items = [item.code for item in selectors.items_in_order(draft)]
        for left, page in ((4, None), (5, 2)):
            draft.answers = {code: 50 for code in items if code not in items[9 : 9 + left]}
            progress = selectors.progress_of(draft)
            assert (progress.has_enough, progress.first_page_to_fill()) == (page is None, page)


class TestComplete:
    def test_it_is_complete_once_and_told_once(self, person, heard):
        first = assessed(person)
        second = operations.complete_assessment(first, actor=person.user, at=LATER)
        assert (first.completed_at, second.completed_at) == (MORNING, MORNING)
        assert heard == [AssessmentCompleted(person_id=str(person.pk))]
        assert AuditEvent.objects.filter(action="ipk.assessment.completed").count() == 1
        assert first.log.count() == 1

    def test_the_result_is_that_of_the_published_formula(self, person):
        result = Result.read(assessed(person).result)
        assert dict(result.profile) == {"R": 75, "I": 25, "A": 25, "S": 50, "E": 50, "C": 75}
        assert [(g.code, g.match) for g in result.groups[:3]] == [("81", 76), ("82", 71), ("83", 71)]

    @pytest.mark.parametrize(
        "undo",
        [
            {"former_jobs": [], "former_codes": []},
            {"wanted_jobs": ["Kasir"], "wanted_codes": ["5230"]},
            {"may_move": ""},
            {"may_train": ""},
            {"answers": {"R1": 50}},
        ],
    )
    def test_without_all_answers_it_is_not_complete(self, person, undo, heard):
        draft = filled_in(person)
        SelfAssessment.objects.filter(pk=draft.pk).update(**undo)
        with pytest.raises(Invalid) as refused:
            operations.complete_assessment(draft, actor=person.user, at=MORNING)
        assert refused.value.code == "assessment_incomplete"
        assert heard == []

    def test_answers_that_are_all_alike_are_kept_and_not_scored(self, person):
        draft = filled_in(person, answer=lambda item: 75)
        with pytest.raises(Invalid) as refused:
            operations.complete_assessment(draft, actor=person.user, at=MORNING)
        assert refused.value.code == "assessment_uninformative"
        draft.refresh_from_db()
        assert (draft.state, len(draft.answers)) == ("draft", 48)
        operations.keep_answers(draft, answers={"R1": 100, "R2": 100, "I1": 0})
        assert operations.complete_assessment(draft, actor=person.user, at=MORNING).is_complete

    def test_answers_that_are_all_alike_may_stand_and_close_no_gate(self, person):
        draft = filled_in(person, answer=lambda item: 75)
        done = operations.complete_assessment(draft, actor=person.user, at=MORNING, stands=True)
        assert (done.state, done.result) == ("complete", None)
        assert selectors.has_assessed(person)
        assert selectors.interest_matches(person) == {}

    def test_letting_it_stand_takes_no_result_from_answers_that_differ(self, person):
        done = operations.complete_assessment(filled_in(person), actor=person.user, at=MORNING, stands=True)
        assert done.result is not None

    def test_four_open_items_are_enough(self, person):
        draft = filled_in(person)
        kept = {code: value for code, value in draft.answers.items() if code not in ("R1", "I1", "A1", "S1")}
        SelfAssessment.objects.filter(pk=draft.pk).update(answers=kept)
        assert operations.complete_assessment(draft, actor=person.user, at=MORNING).is_complete

    def test_nothing_changes_a_complete_attempt(self, person):
        row = assessed(person)
        for change in (
            lambda: operations.keep_answers(row, answers={"R1": 0}),
            lambda: operations.add_job(row, kind="former", title=title("Kasir")),
            lambda: operations.remove_job(row, kind="wanted", job="Kasir"),
            lambda: operations.keep_willingness(row, may_move="here", may_train="no"),
        ):
            with pytest.raises(Conflict):
                change()
        with refused_by_the_database("Cannot update"), transaction.atomic():
            SelfAssessment.objects.filter(pk=row.pk).update(result={})

    def test_a_complete_attempt_without_its_parts_does_not_exist(self, person):
        short = assessed_in_short(person)
        version = selectors.current_version()
        row = {name: getattr(short, name) for name in ("former_jobs", "wanted_jobs", "may_move", "may_train")}
        with refused_by_the_database("complete_assessment_has_its_answers"), transaction.atomic():
            SelfAssessment.objects.create(
                person=person, version=version, state="complete", started_at=MORNING, completed_at=MORNING, **row
            )


class TestAgain:
    def test_the_gate_stays_open_while_another_attempt_is_under_way(self, person):
        first = assessed(person)
        operations.start_assessment(person, at=LATER)
        assert selectors.has_assessed(person) is True
        assert selectors.who_assessed([person.pk]) == {person.pk}
        assert selectors.assessment_of(person) == first
        assert selectors.interest_matches(person)["81"] == 76

    def test_the_latest_complete_one_counts_and_the_old_one_is_kept(self, person):
        first = assessed(person)
        kept = first.result
        second = assessed(
            person, at=LATER, answer=liking(I=100, S=75), former=["Perawat"], wanted=["Bidan", "Ners", "Perawat"]
        )
        assert second.pk != first.pk
        assert selectors.assessment_of(person) == second
        first.refresh_from_db()
        assert first.result == kept
        assert selectors.interest_matches(person)["22"] == 98
        assert selectors.attempts_of(person) == [second, first]
        assert set(selectors.completed_assessments()) == {first, second}

    def test_somebody_without_an_attempt_or_with_a_draft_has_no_matches(self, person):
        assert selectors.interest_matches(person) == {}
        assert selectors.assessment_of(person) is None
        draft = filled_in(person)
        assert selectors.interest_matches(person) == {}
        assert selectors.assessment_of(person) == draft
        assert selectors.has_assessed(person) is False

    def test_the_short_form_of_earlier_times_counts_and_has_no_score(self, person):
        short = assessed_in_short(person)
        assert selectors.has_assessed(person) is True
        assert selectors.assessment_of(person) == short
        assert selectors.interest_matches(person) == {}
        assessed(person, at=LATER)
        assert len(selectors.interest_matches(person)) == 40

    def test_matches_of_others_are_not_mine(self, person):
        assessed(PersonFactory())
        assert selectors.interest_matches(person) == {}


class TestTheInstrument:
    def test_version_1_is_the_file_and_says_that_it_is_a_draft(self):
        data = json.loads(FILE.read_text(encoding="utf-8"))
        version = InstrumentVersion.objects.get()
        assert (version.labels, version.scoring) == (data["labels"], data["scoring"])
        assert list(version.items.order_by("code").values("code", "type", "text", "text_en")) == sorted(
            data["items"], key=lambda row: row["code"]
        )
        assert "belum diuji" in version.note

    def test_a_published_version_does_not_change(self):
        version = InstrumentVersion.objects.get()
        item = version.items.first()
        for change in (
            lambda: InstrumentVersion.objects.update(note="x"),
            lambda: InstrumentVersion.objects.all().delete(),
            lambda: Item.objects.filter(pk=item.pk).update(text="x"),
            lambda: Item.objects.filter(pk=item.pk).delete(),
            lambda: Item.objects.create(version=version, code="R9", type="R", text="x", text_en="x"),
        ):
            with refused_by_the_database("published|Cannot"), transaction.atomic():
                change()

    def test_a_draft_version_is_asked_once_it_is_published(self, person, draft):
        version = second_version()
        assert selectors.current_version().number == 1
        operations.publish_version(version, actor=None, at=LATER)
        assert selectors.current_version() == version
        assert AuditEvent.objects.filter(action="ipk.instrument.published").count() == 1
        assert operations.start_assessment(person, at=LATER).version.number == 1  # the draft goes on as it began
        assert operations.start_assessment(PersonFactory(), at=LATER).version == version
        with pytest.raises(Conflict):
            operations.publish_version(version, actor=None, at=LATER)

    def test_old_results_keep_their_version(self, person):
        first = assessed(person)
        scoring = {**first.version.scoring, "interest": 100, "experience": 0, "preference": 0}
        operations.publish_version(second_version(scoring=scoring), actor=None, at=LATER)
        second = assessed(person, at=LATER)
        assert second.version.number == 2
        first.refresh_from_db()
        matches = [Result.read(row.result).groups[0].match for row in (first, second)]
        assert matches == [76, 94]

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"scoring": {"interest": 60}}, "scoring lacks"),
            ({"labels": [{"value": 0, "id": "Tidak", "en": "No"}]}, "tiga sampai tujuh"),
            ({"items": [{"code": "R1", "type": "X", "text": "a", "text_en": "b"}]}, "item_has_a_letter"),
            ({"items": [{"code": "R1"}]}, ""),
            ({"items": [{"codes": "R1"}]}, "codes"),
            ({"number": 1}, ""),
        ],
    )
    def test_a_file_that_cannot_be_asked_is_not_taken_in(self, changes, sentence):
        with pytest.raises(Invalid) as refused, transaction.atomic():
            second_version(**changes)
        assert sentence in str(refused.value.message)
        assert InstrumentVersion.objects.count() == 1

    def test_a_version_with_too_few_items_of_a_letter_is_not_published(self):
        data = json.loads(FILE.read_text(encoding="utf-8"))
        version = second_version(
            items=[row for row in data["items"] if row["code"] not in ("R1", "R2", "R3", "R4", "R5")]
        )
        with pytest.raises(Invalid) as refused:
            operations.publish_version(version, actor=None, at=LATER)
        assert "R" in str(refused.value.message)

    def test_a_version_with_an_unknown_group_is_not_published(self):
        scoring = InstrumentVersion.objects.get().scoring
        version = second_version(scoring={**scoring, "groups": {**scoring["groups"], "09": "RIA"}})
        with pytest.raises(Invalid) as refused:
            operations.publish_version(version, actor=None, at=LATER)
        assert "09" in str(refused.value.message)

    def test_the_command_takes_a_file_in_and_publishes_it(self, tmp_path, capsys):
        data = json.loads(FILE.read_text(encoding="utf-8"))
        file = tmp_path / "riasec-2.json"
        file.write_text(json.dumps({**data, "number": 2}))
        call_command("load_instrument", str(file))
        assert selectors.current_version().number == 1
        call_command("publish_instrument", "riasec-48", "2")
        assert selectors.current_version().number == 2
        with pytest.raises(CommandError):
            call_command("publish_instrument", "riasec-48", "2")
        with pytest.raises(CommandError):
            call_command("publish_instrument", "riasec-48", "3")
        file.write_text("{")
        with pytest.raises(CommandError):
            call_command("load_instrument", str(file))


class TestWhatWasThereBefore:
    def test_a_draft_of_the_short_form_goes_on_under_the_instrument(self, person):
        old = SelfAssessment.objects.create(
            person=person,
            former_jobs=["operator  JAHIT", "apa saja"],
            wanted_jobs=["Kasir", "Bos", "Satpam"],
            may_move="here",
            started_at=MORNING,
        )
        kept = assessed_in_short(PersonFactory())
        import_module("ipk.migrations.0003_assessment").adopt_drafts(apps, None)
        old.refresh_from_db()
        assert (old.former_jobs, old.former_codes) == (["Operator jahit"], ["8153"])
        assert (old.wanted_jobs, old.wanted_codes) == (["Kasir", "Satpam"], ["5230", "5414"])
        assert (old.version, old.may_move, old.state) == (selectors.current_version(), "here", "draft")
        kept.refresh_from_db()
        assert (kept.version, kept.state) == (None, "complete")
