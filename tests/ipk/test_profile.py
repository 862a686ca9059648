"""The profile: what its operations keep and refuse, how complete it is, what is known already, what others get."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from core.errors import Conflict, Invalid
from core.models import AuditEvent
from files.enums import FileState
from ipk import selectors
from ipk.enums.profile import LISTED, OPTIONAL, Part, Source
from ipk.models import Profile, ProfileEntry
from ipk.operations import profile as operations
from ipk.operations.profile import MOST_ENTRIES, FirstKnown, ToldEntry
from ipk.skills import skill_key, split_skills
from participants.models import BpjsSnapshot
from tests.factories.ipk import assessed
from tests.factories.ipk_profile import ENTRIES, conditioned, entry, photo, profile, told
from tests.factories.participants import MORNING, PHK_ON, PersonFactory, confirmed_phk, report_phk
from tests.queries import most_queries

pytestmark = pytest.mark.django_db
LATER = MORNING + timedelta(minutes=5)


def snapshot_of_bpjs(person, *memberships):
    rows = [
        {"npp": npp, "employer": name, "scale": "besar", "programmes": [], "since": since, "until": until}
        for npp, name, since, until in memberships
    ]
    return BpjsSnapshot.objects.create(
        person=person, as_of=MORNING, fetched_at=MORNING, payload={"membership": {"known": True, "memberships": rows}}
    )


# --- completeness ------------------------------------------------------------------------------------------------


def test_an_empty_profile_begins_with_the_photo(person):
    done = selectors.completeness(person)
    assert (done.percent, done.answered, done.next) == (0, 0, Part.PHOTO)
    assert [state.part for state in done.parts] == list(Part)


def test_a_full_profile_lacks_nothing(person):
    profile(person, full=True)
    done = selectors.completeness(person)
    assert (done.percent, done.answered, done.next) == (100, 9, None)


def test_having_none_answers_a_part_that_may_be_empty(person):
    for part in OPTIONAL:
        operations.say_none(person, part, actor=person.user, at=MORNING)
    done = selectors.completeness(person)
    assert [state.part for state in done.parts if state.answered] == list(OPTIONAL)
    assert done.percent == 55


@pytest.mark.parametrize("part", [part for part in LISTED if part not in OPTIONAL])
def test_work_and_skills_cannot_be_said_to_be_none(person, part):
    with pytest.raises(Invalid, match="part_needed"):
        operations.say_none(person, part, actor=person.user, at=MORNING)
    assert not Profile.objects.filter(person=person).exists()


def test_the_database_refuses_it_too(person):
    profile(person)
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.filter(person=person).update(none_of=["pengalaman"])


def test_an_entry_takes_back_that_there_is_none(person):
    operations.say_none(person, Part.LANGUAGE, actor=person.user, at=MORNING)
    entry(person, Part.LANGUAGE)
    assert selectors.profile_of(person).none_of == ()
    with pytest.raises(Conflict, match="has_entries"):
        operations.say_none(person, Part.LANGUAGE, actor=person.user, at=MORNING)


def test_a_profile_is_read_in_two_queries(person):
    profile(person, full=True)
    with most_queries(2):
        selectors.completeness(person)


# --- the personal part and the photo -----------------------------------------------------------------------------


def test_somebody_must_be_reachable(person):
    with pytest.raises(Invalid, match="contact_missing"):
        operations.keep_personal(
            person, summary="", shows_email=False, shows_phone=False, actor=person.user, at=MORNING
        )
    assert selectors.profile_of(person).told_at is None


def test_a_photo_is_ones_own_picture(person):
    other = PersonFactory()
    with pytest.raises(Invalid, match="file_not_yours"):
        operations.set_photo(person, file=photo(other.user), actor=person.user, at=MORNING)
    stored = photo(person.user)
    stored.kind = "pdf"
    with pytest.raises(Invalid, match="not_a_photo"):
        operations.set_photo(person, file=stored, actor=person.user, at=MORNING)
    assert selectors.profile_of(person).photo is None


def test_a_photo_that_is_replaced_or_removed_leaves_storage(person):
    first, second = photo(person.user), photo(person.user)
    for stored in (first, second):
        operations.set_photo(person, file=stored, actor=person.user, at=MORNING)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (FileState.ERASED, FileState.CLEAN)
    operations.remove_photo(person, actor=person.user, at=LATER)
    second.refresh_from_db()
    assert second.state == FileState.ERASED
    with pytest.raises(Invalid, match="file_not_yours"):
        operations.set_photo(person, file=second, actor=person.user, at=LATER)


def test_removing_the_photo_twice_is_once(person):
    profile(person, full=True)
    for _ in range(2):
        operations.remove_photo(person, actor=person.user, at=LATER)
    assert selectors.profile_of(person).photo is None
    assert AuditEvent.objects.filter(action="ipk.profile.photo_removed").count() == 1


# --- entries -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", ENTRIES)
def test_every_part_keeps_its_entry(person, part):
    row = entry(person, part)
    (kept,) = selectors.profile_of(person).of(part)
    assert {name: getattr(kept, name) for name in ENTRIES[part]} == ENTRIES[part]
    assert (kept.id, kept.source) == (row.pk, Source.OWN)


@pytest.mark.parametrize("part", ENTRIES)
def test_the_same_form_twice_gives_the_same_entry(person, part):
    assert entry(person, part).pk == entry(person, part, at=LATER).pk
    assert ProfileEntry.objects.count() == 1


def test_the_same_job_in_other_words_is_refused(person):
    entry(person)
    with pytest.raises(Invalid, match="already_there"):
        entry(person, title="OPERATOR  JAHIT", note="Lain")
    assert ProfileEntry.objects.count() == 1


def test_a_job_cannot_end_before_it_begins(person):
    with pytest.raises(Invalid, match="ends_before_it_begins"):
        entry(person, ended_on=date(2019, 2, 1))
    entry(person, ended_on=date(2019, 3, 1))


def test_a_part_holds_thirty_entries(person):
    for number in range(MOST_ENTRIES):
        entry(person, Part.SKILL, title=f"Keahlian {number}")
    with pytest.raises(Invalid, match="too_many"):
        entry(person, Part.SKILL, title="Satu lagi")
    assert ProfileEntry.objects.count() == MOST_ENTRIES


def test_what_another_tab_changed_is_not_overwritten(person):
    row = entry(person)
    change = {"seen": row.changed_at, "actor": person.user}
    operations.change_entry(row, told=told(Part.EXPERIENCE, title="Kepala regu"), at=LATER, **change)
    with pytest.raises(Conflict, match="changed"):
        operations.change_entry(row, told=told(Part.EXPERIENCE, title="Penjahit"), at=LATER, **change)
    operations.change_entry(row, told=told(Part.EXPERIENCE, title="Kepala regu"), at=LATER, **change)  # the same again
    row.refresh_from_db()
    assert row.title == "Kepala regu"
    assert AuditEvent.objects.filter(action="ipk.profile.entry_changed").count() == 1


def test_a_removed_entry_cannot_be_changed(person):
    row = entry(person)
    for _ in range(2):
        operations.remove_entry(row, actor=person.user, at=LATER)
    with pytest.raises(Conflict, match="changed"):
        operations.change_entry(
            row, told=told(Part.EXPERIENCE, title="Kasir"), seen=row.changed_at, actor=person.user, at=LATER
        )
    assert not ProfileEntry.objects.exists()
    assert AuditEvent.objects.filter(action="ipk.profile.entry_removed").count() == 1


def test_an_entry_cannot_become_another_that_is_there(person):
    entry(person)
    row = entry(person, title="Kasir")
    with pytest.raises(Invalid, match="already_there"):
        operations.change_entry(row, told=told(Part.EXPERIENCE), seen=row.changed_at, actor=person.user, at=LATER)
    row.refresh_from_db()
    assert row.title == "Kasir"


@pytest.mark.parametrize(
    ("part", "fields"),
    [
        (Part.EDUCATION, {"level": "b1"}),
        (Part.LANGUAGE, {"level": "smk"}),
        (Part.SKILL, {"level": "smk"}),
        (Part.EXPERIENCE, {"began_on": None}),
        (Part.EXPERIENCE, {"place": ""}),
        (Part.SKILL, {"title": ""}),
    ],
)
def test_the_database_refuses_what_a_part_cannot_hold(person, part, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        entry(person, part, **fields)


def test_what_goes_on_comes_first_then_the_latest(person):
    entry(person, title="Kasir", began_on=date(2010, 1, 1), ended_on=date(2012, 1, 1))
    entry(person, title="Satpam", began_on=date(2015, 1, 1), ended_on=None)
    entry(person)
    titles = [kept.title for kept in selectors.profile_of(person).of(Part.EXPERIENCE)]
    assert titles == ["Satpam", "Operator jahit", "Kasir"]


# --- skills ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Microsoft Excel", "  microsoft   EXCEL ", True),
        ("Las-listrik", "las listrik", True),
        ("C", "C++", False),
        ("C#", "C", False),
        ("Perbaikan AC", "Perbaikan A C", False),
    ],
)
def test_a_skill_is_known_by_its_words(one, other, same):
    assert (skill_key(one) == skill_key(other)) is same


def test_several_skills_in_one_line():
    assert split_skills("pembukuan; Kasir, kasir , ,Excel.") == ["pembukuan", "Kasir", "Excel"]


def test_skills_that_are_there_stay_as_they_were(person):
    who = {"actor": person.user, "at": MORNING}
    operations.add_skills(person, text="Kasir", **who)
    rows = operations.add_skills(person, text="KASIR, Pembukuan", **who)
    assert [row.title for row in rows] == ["Pembukuan"]
    assert {kept.title for kept in selectors.profile_of(person).of(Part.SKILL)} == {"Kasir", "Pembukuan"}
    with pytest.raises(Invalid, match="nothing_told"):
        operations.add_skills(person, text=" , ;", **who)
    with pytest.raises(Invalid, match="skill_long"):
        operations.add_skills(person, text="x" * 81, **who)


# --- what is known already ---------------------------------------------------------------------------------------


def test_a_job_that_bpjs_knows_is_offered_with_its_source(person):
    snapshot_of_bpjs(person, ("99000077", "PT Lama Contoh", "2012-02-10", "2018-06-30"))
    (job,) = selectors.known_jobs(person, ())
    assert (job.employer, job.began_on, job.ended_on) == ("PT Lama Contoh", date(2012, 2, 10), date(2018, 6, 30))
    assert (job.source, job.as_of, job.used) == (Source.BPJS, MORNING, False)


def test_a_job_that_bpjs_believes_to_go_on_ended_with_the_phk(person):
    event = confirmed_phk(person=person)
    snapshot_of_bpjs(person, (event.employer.npp, event.employer.name, "2019-03-04", None))
    (job,) = selectors.known_jobs(person, ())
    assert (job.ended_on, job.source) == (PHK_ON, Source.BPJS)


def test_without_bpjs_the_report_of_the_phk_tells_of_the_job(person):
    event = report_phk(person=person)
    (job,) = selectors.known_jobs(person, ())
    assert (job.employer, job.ended_on, job.source) == (event.employer.name, PHK_ON, Source.PHK)


def test_a_job_in_the_profile_is_offered_no_more(person):
    snapshot_of_bpjs(person, ("99000077", "PT Lama Contoh", "2012-02-10", "2018-06-30"))
    known = FirstKnown(Source.BPJS, "99000077", MORNING)
    row = operations.add_entry(
        person,
        Part.EXPERIENCE,
        told=told(Part.EXPERIENCE, place="PT LAMA Contoh"),
        known=known,
        actor=person.user,
        at=MORNING,
    )
    assert (row.source, row.source_ref, row.source_at) == (Source.BPJS, "99000077", MORNING)
    (job,) = selectors.known_jobs(person, selectors.profile_of(person).entries)
    assert job.used


def test_what_bpjs_holds_stays_when_the_profile_changes(person):
    held = snapshot_of_bpjs(person, ("99000077", "PT Lama Contoh", "2012-02-10", "2018-06-30"))
    row = entry(person, place="PT Lama Contoh")
    operations.change_entry(
        row, told=told(Part.EXPERIENCE, place="PT Baru"), seen=row.changed_at, actor=person.user, at=LATER
    )
    held.refresh_from_db()
    assert held.payload["membership"]["memberships"][0]["employer"] == "PT Lama Contoh"


# --- what an application carries ---------------------------------------------------------------------------------


def test_a_snapshot_says_what_was_told_and_can_be_kept_as_json(person):
    profile(person, full=True, summary="Teliti dan tepat waktu.")
    shot = selectors.profile_snapshot(person)
    assert json.loads(json.dumps(shot)) == shot
    assert (shot["v"], shot["name"], shot["summary"]) == (1, person.full_name, "Teliti dan tepat waktu.")
    assert (shot["email"], shot["phone"]) == (person.user.email, person.user.phone or "")
    assert shot["home"].startswith("Kota Surakarta")
    assert shot["parts"]["pengalaman"] == [
        {
            "title": "Operator jahit",
            "place": "PT Busana Lestari Contoh",
            "level": "",
            "began": "2019-03",
            "ended": "2026-11",
            "note": "Menjahit kerah dan manset, melatih tiga operator baru.",
        }
    ]
    assert shot["parts"]["pendidikan"][0]["began"] == "2005"
    assert set(shot["parts"]) == {part.value for part in LISTED}


def test_a_contact_that_was_not_chosen_is_not_sent(person):
    operations.keep_personal(person, summary="", shows_email=True, shows_phone=False, actor=person.user, at=MORNING)
    shot = selectors.profile_snapshot(person)
    assert (shot["email"], shot["phone"]) == (person.user.email, "")


def test_who_chose_no_contact_is_reached_by_phone_or_else_by_email(person):
    shot = selectors.profile_snapshot(person)
    assert (shot["email"], shot["phone"]) == ("", person.user.phone)
    without_phone = PersonFactory(user__without_phone=True)
    shot = selectors.profile_snapshot(without_phone)
    assert (shot["email"], shot["phone"]) == (without_phone.user.email, "")


def test_a_chosen_contact_that_is_gone_is_not_the_only_one():
    person = PersonFactory(user__without_phone=True)
    operations.keep_personal(person, summary="", shows_email=False, shows_phone=True, actor=person.user, at=MORNING)
    assert selectors.profile_snapshot(person)["email"] == person.user.email


def test_a_snapshot_never_leaks(person):
    """No NIK, birth, wage, claim, assessment, company number or condition, whatever the portal holds."""
    event = confirmed_phk(person=person)
    profile(person, full=True)
    assessed(person)
    conditioned(person, needs="Jalur kursi roda rahasia")
    text = json.dumps(selectors.profile_snapshot(person))
    held = (person.nik, person.born_on.isoformat(), str(event.wage), "4500000", event.number, event.employer.npp)
    for secret in (*held, "Penjahit sampel", "kursi roda", "fisik", str(person.pk), str(person.user_id)):
        assert secret not in text, secret


def test_a_condition_goes_along_only_when_ticked_and_while_the_consent_stands(person):
    conditioned(person)
    assert selectors.profile_snapshot(person)["condition"] is None
    ticked = selectors.profile_snapshot(person, with_condition=True)
    assert ticked["condition"] == {"kinds": ["fisik"], "needs": "Jalur kursi roda"}
    from_others = PersonFactory()
    assert selectors.profile_snapshot(from_others, with_condition=True)["condition"] is None


def test_entries_of_others_are_not_found(person):
    row = entry(person)
    other = PersonFactory()
    assert not ProfileEntry.objects.visible_to(other.user).exists()
    assert list(ProfileEntry.objects.visible_to(person.user)) == [row]
    assert selectors.profile_of(other).entries == ()


def test_typed_text_loses_what_cannot_be_seen(person):
    row = entry(person, title="Operator\u202e  jahit\x00", note="Satu\nDua")
    assert (row.title, row.note) == ("Operator jahit", "Satu Dua")
    assert ToldEntry(title=" x ").clean().title == "x"
