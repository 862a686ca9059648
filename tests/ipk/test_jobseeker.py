"""Registering as jobseeker: once, changed, ended; a condition only with consent, and gone when that is taken back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.enums import Role
from core.errors import Conflict, Invalid
from core.models import AuditEvent
from ipk import selectors
from ipk.enums.profile import Impairment
from ipk.models import ConditionConsent, Jobseeker, PhysicalCondition
from ipk.operations import jobseekers as operations
from ipk.operations.jobseekers import CONSENT_VERSION
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.ipk_profile import conditioned, jobseeker, wish
from tests.factories.participants import MORNING, TODAY, PersonFactory, report_phk
from tests.html import soup, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LATER = MORNING + timedelta(minutes=5)
HOME, REGISTER = reverse("ipk:jobseeker"), reverse("ipk:jobseeker_register")
CONDITION, WITHDRAW = reverse("ipk:jobseeker_condition"), reverse("ipk:jobseeker_condition_withdraw")
END = reverse("ipk:jobseeker_end")


@pytest.fixture
def me(client, person):
    return sign_in(client, person.user)


def page(response):
    assert response.status_code == 200, response.status_code
    return soup(response)


def form(**fields):
    return {
        "job": "Operator jahit",
        "occupation": "75",
        "condition": "phk",
        "places": ["3372"],
        "more": "",
        "countries": "",
        "wage": "",
        "ready_on_day": TODAY.day,
        "ready_on_month": TODAY.month,
        "ready_on_year": TODAY.year,
        **fields,
    }


def complaints(response) -> list[str]:
    assert response.status_code == 422, response.status_code
    return [words(li) for li in soup(response).select(".errs li")]


# --- the operations ----------------------------------------------------------------------------------------------


def test_registering_twice_is_once(person):
    assert jobseeker(person).pk == jobseeker(person, at=LATER).pk
    assert AuditEvent.objects.filter(action__startswith="ipk.jobseeker").count() == 1


def test_a_change_keeps_the_registration_and_its_history(person):
    row = jobseeker(person)
    jobseeker(person, at=LATER, job="Kasir", wage=3_000_000)
    row.refresh_from_db()
    assert (row.job, row.wage, row.registered_at, row.changed_at) == ("Kasir", 3_000_000, MORNING, LATER)
    assert list(row.history.order_by("pgh_id").values_list("job", flat=True)) == ["Operator jahit", "Kasir"]


def test_after_the_end_somebody_may_register_again(person):
    first = jobseeker(person, ended=True)
    assert (first.state, first.ended_at) == ("ended", MORNING)
    assert operations.end_jobseeker(person, actor=person.user, at=LATER) is None
    second = jobseeker(person, at=LATER)
    assert second.pk != first.pk
    assert selectors.jobseeker_of(person) == second
    assert selectors.past_jobseekers(person) == [second, first]


def test_the_database_keeps_one_live_registration_a_person(person):
    row = jobseeker(person)
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        Jobseeker.objects.bulk_create([Jobseeker(person=person, **wish(job="Kasir").values(), registered_at=MORNING,
                                                 changed_at=MORNING)])  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"places": ()}, "place_missing"),
        ({"places": ("9999",)}, "unknown_place"),
        ({"places": ("11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31")}, "too_many_places"),
        ({"occupation": "7"}, "unknown_group"),
        ({"occupation": "99"}, "unknown_group"),
        ({"ready_on": TODAY + timedelta(days=367)}, "ready_too_late"),
    ],
)
def test_what_cannot_be_is_refused(person, fields, code):
    with pytest.raises(Invalid, match=code):
        jobseeker(person, **fields)
    assert not Jobseeker.objects.exists()


def test_work_abroad_alone_is_a_place(person):
    row = jobseeker(person, places=(), abroad=True, countries="Jepang")
    assert (row.places, row.abroad, row.countries) == ([], True, "Jepang")
    assert jobseeker(person, at=LATER, abroad=False, countries="Jepang").countries == ""


def test_ten_places_are_the_most(person):
    assert len(jobseeker(person, places=("11", "12", "13", "14", "15", "16", "17", "18", "19", "21")).places) == 10


# --- the condition -----------------------------------------------------------------------------------------------


def test_a_condition_is_kept_sealed_with_the_words_consented_to(person):
    conditioned(person)
    held = selectors.condition_of(person)
    assert (held.kinds, held.needs) == ((Impairment.PHYSICAL,), "Jalur kursi roda")
    assert (held.given_at, held.text_version) == (MORNING, CONSENT_VERSION)
    with connection.cursor() as cursor:
        cursor.execute("SELECT said_sealed FROM ipk_physicalcondition")
        assert b"kursi" not in bytes(cursor.fetchone()[0])


def test_without_consent_nothing_is_kept(person):
    jobseeker(person)
    told = {"kinds": [Impairment.PHYSICAL], "needs": "", "actor": person.user, "at": MORNING}
    with pytest.raises(Invalid, match="consent_missing"):
        operations.keep_condition(person, consents=False, **told)
    with pytest.raises(Invalid, match="nothing_told"):
        operations.keep_condition(person, consents=True, **(told | {"kinds": []}))
    assert not ConditionConsent.objects.exists()


def test_only_who_is_registered_tells_of_a_condition(person):
    with pytest.raises(Conflict, match="not_registered"):
        operations.keep_condition(
            person, kinds=[Impairment.HEALTH], needs="", consents=True, actor=person.user, at=MORNING
        )


def test_taking_the_consent_back_deletes_the_data(person):
    conditioned(person)
    for _ in range(2):
        operations.withdraw_condition(person, actor=person.user, at=LATER)
    assert selectors.condition_of(person) is None
    assert not PhysicalCondition.objects.exists()
    consent = ConditionConsent.objects.get()
    assert (consent.given_at, consent.withdrawn_at) == (MORNING, LATER)
    assert AuditEvent.objects.filter(action="ipk.condition.withdrawn").count() == 1


def test_the_database_keeps_nothing_beyond_its_consent(person):
    conditioned(person)
    standing = ConditionConsent.objects.filter(person=person)
    with pytest.raises(IntegrityError, match="only when what it allowed"), transaction.atomic():
        standing.update(withdrawn_at=LATER)
    operations.withdraw_condition(person, actor=person.user, at=LATER)
    with pytest.raises(IntegrityError, match="only while its consent stands"), transaction.atomic():
        PhysicalCondition.objects.create(consent=standing.get(), said="x")


def test_ending_the_registration_deletes_it_too(person):
    conditioned(person)
    operations.end_jobseeker(person, actor=person.user, at=LATER)
    assert not PhysicalCondition.objects.exists()


def test_other_words_are_a_new_consent_and_the_same_are_none(person):
    conditioned(person)
    conditioned(person, at=LATER)
    assert ConditionConsent.objects.count() == 1
    conditioned(person, needs="Tempat duduk", at=LATER)
    assert ConditionConsent.objects.filter(withdrawn_at=None).count() == 1
    assert selectors.condition_of(person).needs == "Tempat duduk"


def test_no_trace_of_a_condition_stays_in_the_audit_trail(person):
    conditioned(person)
    operations.withdraw_condition(person, actor=person.user, at=LATER)
    rows = AuditEvent.objects.values_list("facts", "reason")
    assert "kursi" not in str(list(rows))
    assert "fisik" not in str(list(rows))


# --- the screens -------------------------------------------------------------------------------------------------


def test_before_registering_the_page_says_what_it_is_for(me):
    seen = page(me.get(HOME))
    assert words(seen.h1) == "Daftarkan diri sebagai Pencari Kerja"
    assert seen.select_one("a.sunny")["href"] == REGISTER


def test_what_is_known_stands_in_the_form(me, person):
    report_phk(person=person)
    seen = page(me.get(REGISTER))
    assert seen.select_one("input[name=condition][checked]")["value"] == "phk"
    assert [box["value"] for box in seen.select("input[name=places][checked]")] == ["3372"]


def test_without_a_phk_no_condition_is_chosen(me):
    assert page(me.get(REGISTER)).select("input[name=condition][checked]") == []


def test_the_registration_is_confirmed_with_everything_that_was_said(me, person):
    response = me.post(REGISTER, form(more="31", abroad="on", countries="Jepang", wage="3,5 juta"), follow=True)
    seen = page(response)
    assert words(seen.h1) == "Anda terdaftar sebagai pencari kerja"
    facts = {words(row.dt): words(row.dd) for row in seen.select(".facts > div")}
    assert facts == {
        "Pekerjaan yang diinginkan": "Operator jahit",
        "Golongan pekerjaan": facts["Golongan pekerjaan"],
        "Kondisi kebekerjaan": "Ter-PHK",
        "Tempat bekerja": "Kota Surakarta, DKI Jakarta, luar negeri (Jepang)",
        "Upah paling sedikit": "Rp3.500.000 sebulan",
        "Siap bekerja": "mulai 16 November 2026",
    }
    assert selectors.jobseeker_of(person).places == ["3372", "31"]


def test_a_place_is_added_without_leaving_the_form(me, person):
    response = me.post(REGISTER, form(job="", more="51", tambah="1"))
    seen = page(response)
    assert [box["value"] for box in seen.select("input[name=places][checked]")] == ["3372", "51"]
    assert seen.select(".errs") == []
    assert seen.select_one("select[name=occupation] option[selected]")["value"] == "75"
    assert not Jobseeker.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"job": ""}, "Isi pekerjaan yang Anda inginkan."),
        ({"occupation": ""}, "Pilih golongan pekerjaan."),
        ({"condition": ""}, "Pilih kondisi kebekerjaan sekarang."),
        ({"places": []}, "Pilih paling sedikit satu tempat, atau luar negeri."),
        ({"countries": "Jepang"}, "Beri tanda di sini bila mau bekerja di luar negeri, atau kosongkan negaranya."),
        ({"wage": "banyak"}, "Tulis jumlah dengan angka, misalnya 4.200.000."),
        ({"ready_on_year": "2028"}, "Tanggal tidak boleh setelah 17 November 2027."),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(me, fields, sentence):
    response = me.post(REGISTER, form(**fields))
    assert complaints(response) == [sentence]
    assert not Jobseeker.objects.exists()


@pytest.mark.parametrize("place", ["x", "9999", "3372' OR 1=1"])
def test_a_place_that_is_none_is_refused(me, place):
    assert me.post(REGISTER, form(places=[place])).status_code == 422
    assert me.post(REGISTER, form(more=place)).status_code == 422
    assert not Jobseeker.objects.exists()


def test_what_is_hostile_is_only_text(me, person):
    me.post(REGISTER, form(job='<script>alert(1)</script>"', abroad="on", countries="<b>Jepang</b>"))
    assert b"<script>alert" not in me.get(HOME).content
    assert complaints(me.post(REGISTER, form(job="x" * 20_000)))


def test_a_change_is_sent_twice(me, person):
    jobseeker(person)
    for _ in range(2):
        assert me.post(REGISTER, form(job="Kasir")).url == HOME
    assert Jobseeker.objects.get().job == "Kasir"


def test_the_condition_is_told_and_taken_back(me, person):
    jobseeker(person)
    typed = {"kinds": ["sensorik"], "needs": "Juru bahasa isyarat"}
    assert complaints(me.post(CONDITION, typed)) == ["Beri persetujuan, atau kembali tanpa menyimpan."]
    assert not ConditionConsent.objects.exists()
    assert me.post(CONDITION, typed | {"consents": "on"}).url == HOME
    assert "Juru bahasa isyarat" in words(page(me.get(HOME)).select_one("section[aria-labelledby=kondisi]"))
    assert me.post(WITHDRAW).url == HOME
    assert "Tidak ada yang disimpan" in words(page(me.get(HOME)).select_one("section[aria-labelledby=kondisi]"))


def test_the_consent_is_never_ticked_beforehand(me, person):
    conditioned(person)
    assert page(me.get(CONDITION)).select_one("input[name=consents]").get("checked") is None


def test_the_registration_is_ended_after_a_question(me, person):
    jobseeker(person)
    assert page(me.get(END)).select_one(".confirm")
    for _ in range(2):
        assert me.post(END).url == HOME
    assert selectors.jobseeker_of(person) is None
    assert me.get(CONDITION).url == HOME


def test_others_do_not_come_in(client):
    jobseeker(PersonFactory())
    sign_in(client, UserFactory())
    for address in (HOME, REGISTER, CONDITION, END):
        assert client.get(address).url == reverse("participants:register_identity")
    sign_in(client, officer(Role.COUNSELLOR, region="3372"))
    assert client.get(HOME).status_code == 403
