"""W11, W12: page by page, kept on the way, complete once; three groups with their reasons."""

import gzip
import re
from datetime import timedelta

import pytest
from django.urls import reverse

from ipk import operations, selectors
from ipk.models import SelfAssessment
from ipk.selectors import has_assessed
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.ipk import assessed, assessed_in_short, filled_in, liking, title
from tests.factories.participants import MORNING, PersonFactory
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HOME, START, RESULT = (reverse(f"ipk:{name}") for name in ("assessment", "assessment_start", "assessment_result"))
WILLING = {"may_move": "province", "may_train": "yes"}
PAGES = [f"kegiatan-{n}" for n in range(1, 7)]
KB = 1024


@pytest.fixture
def me(client, person):
    return sign_in(client, person.user)


def step(name: str) -> str:
    return reverse("ipk:assessment_step", args=[name])


def attempt(me, name: str) -> dict[str, str]:
    """The hidden field of a page; pages of jobs have it once something was found."""
    return {"attempt": soup(me.get(f"{step(name)}?q=kasir")).select_one("main input[name=attempt]")["value"]}


def picks(me, name: str, job: str):
    """Search, choose the first that was found, add."""
    address = f"{step(name)}?q={job}"
    page = soup(me.get(address)).main
    first = page.select_one("input[name=job]")
    return me.post(address, {"attempt": page.select_one("input[name=attempt]")["value"], "job": first["value"]})


def answers(me, name: str, pattern=lambda place: (0, 25, 50, 75, 100)[place % 5]):
    """Fill a page of activities the way a browser without scripts does."""
    page = soup(me.get(step(name))).main
    codes = list(dict.fromkeys(radio["name"] for radio in page.select("fieldset.lk input")))
    values = {code: pattern(place) for place, code in enumerate(codes)}
    given = {code: value for code, value in values.items() if value is not None}
    return me.post(step(name), attempt(me, name) | given)


class TestTheWay:
    def test_from_the_first_page_to_the_result(self, me, person):
        assert words(soup(me.get(HOME)).select_one("main form button")) == "Mulai asesmen"
        assert me.post(START).url == step("pernah")
        assert picks(me, "pernah", "operator jahit").url == step("pernah")
        assert words(soup(me.get(step("pernah"))).select_one("main a.btn")) == "Lanjutkan"
        assert [picks(me, "ingin", job).url for job in ("penjahit", "kasir", "admin gudang")] == [
            step("ingin"),
            step("ingin"),
            step("bersedia"),
        ]
        assert me.post(step("bersedia"), WILLING | attempt(me, "bersedia")).url == step(PAGES[0])
        assert [answers(me, page).url for page in PAGES] == [*map(step, PAGES[1:]), step("periksa")]
        facts = words(soup(me.get(step("periksa"))).select_one("dl.facts"))
        for part in ("Operator jahit", "Penjahit, Kasir, Admin gudang", "Di provinsi saya", "48 dari 48 terjawab"):
            assert part in facts
        assert has_assessed(person) is False
        sent = attempt(me, "periksa")
        assert [me.post(step("periksa"), sent).url for _ in range(2)] == [RESULT, HOME]
        assert has_assessed(person) is True
        assert SelfAssessment.objects.get().log.count() == 1
        assert "Asesmen Anda sudah selesai" in words(soup(me.get(HOME)).main)
        assert len(soup(me.get(RESULT)).select("ol.jobs > li")) == 3

    def test_it_goes_on_where_it_stopped_also_on_another_device(self, client, me, person):
        me.post(START)
        picks(me, "pernah", "kasir")
        for job in ("penjahit", "kasir", "barista"):
            picks(me, "ingin", job)
        me.post(step("bersedia"), WILLING | attempt(me, "bersedia"))
        answers(me, PAGES[0])
        answers(me, PAGES[3])
        me.logout()
        other = sign_in(client, person.user)
        main = soup(other.get(HOME)).main
        link = main.select_one("a.btn")
        assert (words(link), link["href"]) == ("Lanjutkan asesmen", step(PAGES[1]))
        assert "16 dari 48 kegiatan terjawab" in words(main)
        assert len(soup(other.get(step(PAGES[3]))).select("main input[checked]")) == 8

    def test_beginning_twice_is_one_draft(self, me):
        assert [me.post(START).status_code for _ in range(2)] == [302, 302]
        assert SelfAssessment.objects.count() == 1

    def test_pages_before_the_beginning_lead_to_it(self, me):
        for name in ("pernah", "bersedia", PAGES[0], "periksa"):
            assert me.get(step(name)).url == HOME
            assert me.post(step(name), {"attempt": "x"}).url == HOME
        assert not SelfAssessment.objects.exists()

    def test_a_last_look_is_given_only_at_the_end(self, me, person):
        me.post(START)
        assert me.get(step("periksa")).url == step("pernah")

    @pytest.mark.parametrize("name", ["lain", "kegiatan-0", "kegiatan-7", "kegiatan-01", "kegiatan-", "kegiatan-x"])
    def test_a_page_that_does_not_exist(self, me, name):
        me.post(START)
        assert me.get(step(name)).status_code == 404


class TestJobs:
    def test_a_job_is_found_with_typos_and_shown_with_its_group(self, me):
        me.post(START)
        labels = [words(label) for label in soup(me.get(f"{step('pernah')}?q=oprator+jahet")).select(".pick label")]
        assert labels[0].startswith("Operator jahit")
        assert "Operator mesin jahit" in labels[0]

    def test_a_word_that_nobody_knows_is_told(self, me):
        me.post(START)
        page = soup(me.get(f"{step('pernah')}?q=zzzzqq")).main
        assert "Tidak ada pekerjaan dengan kata itu" in words(page)
        assert not page.select("input[name=job]")

    @pytest.mark.parametrize("q", ["<script>alert(1)</script>", "x" * 3_000, "%00", "%27%3B--", "%E2%80%AE"])
    def test_hostile_words_are_harmless(self, me, q):
        me.post(START)
        response = me.get(f"{step('pernah')}?q={q}")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()
        assert not soup(response).select("main input[name=job]")

    @pytest.mark.parametrize(
        ("job", "sentence"),
        [
            ("", "Pilih satu pekerjaan."),
            ("999999999", "Pilih satu pekerjaan dari daftar ini."),
            ("<script>alert(1)</script>", "Pilih satu pekerjaan dari daftar ini."),
        ],
    )
    def test_what_was_not_found_is_not_added(self, me, job, sentence):
        me.post(START)
        response = me.post(f"{step('pernah')}?q=kasir", attempt(me, "pernah") | {"job": job})
        assert response.status_code == 422
        assert sentence in words(soup(response).select_one(".errs"))
        assert "<script>" not in response.content.decode().split("<main")[1]
        assert SelfAssessment.objects.get().former_jobs == []

    def test_a_job_is_taken_off_the_list(self, me):
        me.post(START)
        for job in ("kasir", "satpam"):
            picks(me, "pernah", job)
        hidden = attempt(me, "pernah")
        for job in ("Kasir", "Kasir", "Bukan pekerjaan"):
            assert me.post(step("pernah"), hidden | {"remove": job}).url == step("pernah")
        assert SelfAssessment.objects.get().former_jobs == ["Satpam"]

    def test_three_former_jobs_are_the_most(self, me, person):
        me.post(START)
        late = soup(me.get(f"{step('pernah')}?q=welder")).main.select_one("input[name=job]")["value"]
        hidden = attempt(me, "pernah")
        assert [picks(me, "pernah", job).url for job in ("kasir", "satpam", "barista")][-1] == step("ingin")
        assert "Cari pekerjaan" not in words(soup(me.get(step("pernah"))).main)
        response = me.post(f"{step('pernah')}?q=welder", hidden | {"job": late})
        assert response.status_code == 422
        assert "Sudah tiga pekerjaan" in words(soup(response).select_one(".errs"))
        assert len(SelfAssessment.objects.get().former_jobs) == 3


class TestActivities:
    @pytest.fixture
    def draft(self, person):
        return filled_in(person)

    @pytest.fixture
    def blank(self, draft):
        SelfAssessment.objects.filter(pk=draft.pk).update(answers={})
        draft.refresh_from_db()
        return draft

    def test_eight_activities_with_five_named_buttons_each(self, me, blank):
        page = soup(me.get(step(PAGES[2])))
        assert "halaman 3 dari 6" in words(page.main)
        groups = page.select("main fieldset.lk")
        assert [re.match(r"\d+", words(group.legend))[0] for group in groups] == [str(n) for n in range(17, 25)]
        names = ["Sangat tidak suka", "Tidak suka", "Netral", "Suka", "Sangat suka"]
        assert [[words(label) for label in group.select("label")] for group in groups] == [names] * 8
        assert {radio["type"] for radio in page.select("main fieldset.lk input")} == {"radio"}

    def test_what_is_not_asked_here_or_not_offered_is_refused(self, me, blank):
        code = selectors.items_in_order(blank)[0].code
        for value in ("51", "<b>", "9" * 5000):
            assert me.post(step(PAGES[0]), attempt(me, PAGES[0]) | {code: value}).status_code == 422
        blank.refresh_from_db()
        assert blank.answers == {}

    def test_answers_of_other_pages_are_left_alone(self, me, blank):
        items = [item.code for item in selectors.items_in_order(blank)]
        me.post(step(PAGES[0]), attempt(me, PAGES[0]) | {items[0]: "75", items[20]: "100"})
        blank.refresh_from_db()
        assert blank.answers == {items[0]: 75}

    def test_a_page_may_be_skipped_and_is_asked_for_in_the_end(self, me, blank):
        for page in PAGES[:4]:
            answers(me, page)
        assert answers(me, PAGES[4], lambda place: None).url == step(PAGES[5])
        assert answers(me, PAGES[5]).url == step(PAGES[4])

    def test_five_open_items_are_asked_for_kindly_and_four_are_not(self, me, blank):
        for page in PAGES[1:]:
            answers(me, page)
        assert answers(me, PAGES[0], lambda place: 100 if place < 3 else None).url != step("periksa")
        note = words(soup(me.get(step(PAGES[0]))).select_one("main .note.care"))
        assert "5 kegiatan belum dijawab, paling banyak 4 boleh dilewati" in note
        assert me.get(step("periksa")).url == step(PAGES[0])
        assert answers(me, PAGES[0], lambda place: 100 if place < 4 else None).url == step(PAGES[1])
        review = soup(me.get(step("periksa"))).main
        assert [words(a) for a in review.select("p.sec a")] == [f"nomor {n}" for n in (5, 6, 7, 8)]
        assert me.post(step("periksa"), attempt(me, "periksa")).url == RESULT

    def test_answers_that_are_all_alike_are_kept_and_looked_at_again(self, me, person, draft):
        SelfAssessment.objects.filter(pk=draft.pk).update(answers=dict.fromkeys(draft.answers, 75))
        review = soup(me.get(step("periksa"))).main
        assert "Minat Anda belum terlihat" in words(review)
        assert [a["href"] for a in review.select("a.btn")] == [step(PAGES[0])]
        assert "Minat Anda belum terlihat" in words(soup(me.get(RESULT)).main)
        assert me.post(step("periksa"), {"attempt": str(draft.pk)}).url == step("periksa")
        assert has_assessed(person) is False
        assert len(SelfAssessment.objects.get().answers) == 48

    def test_answers_that_are_all_alike_may_be_sent_as_they_are(self, me, person, draft):
        SelfAssessment.objects.filter(pk=draft.pk).update(answers=dict.fromkeys(draft.answers, 75))
        form = soup(me.get(step("periksa"))).select_one("main form")
        sent = {field["name"]: field["value"] for field in form.select("input[type=hidden]")}
        assert me.post(step("periksa"), sent).url == RESULT
        assert has_assessed(person) is True
        assert "Selesai, tanpa hasil" in words(soup(me.get(RESULT)).main)


class TestStaleAndForeign:
    def test_a_page_of_an_attempt_that_is_over_changes_nothing(self, me, person):
        me.post(START)
        old = attempt(me, "pernah")
        first = operations.complete_assessment(filled_in(person), actor=person.user, at=MORNING)
        kept = SelfAssessment.objects.values().get(pk=first.pk)
        response = me.post(f"{step('pernah')}?q=kasir", old | {"job": str(title("Kasir").pk)}, follow=True)
        assert response.redirect_chain[0][0] == HOME
        assert "Jawabannya tidak berubah" in words(soup(response).body)
        me.post(START)
        assert me.post(step("bersedia"), WILLING | old).url == HOME
        assert SelfAssessment.objects.values().get(pk=first.pk) == kept
        assert SelfAssessment.objects.get(state="draft").may_move == ""

    def test_the_attempt_of_somebody_else_is_out_of_reach(self, me, person):
        theirs = filled_in(PersonFactory())
        me.post(START)
        assert me.post(step("bersedia"), {"may_move": "here", "may_train": "no", "attempt": theirs.pk}).url == HOME
        assert me.post(step("periksa"), {"attempt": theirs.pk}).url == HOME
        theirs.refresh_from_db()
        assert (theirs.may_move, theirs.state) == ("province", "draft")
        assessed(PersonFactory())
        assert "Asesmen belum selesai" in words(soup(me.get(RESULT)).main)

    def test_officers_and_unknown_people_go_elsewhere(self, client):
        inside = sign_in(client, officer())
        assert [inside.get(HOME).status_code, inside.get(RESULT).status_code] == [403, 403]
        stranger = sign_in(client, UserFactory())
        registering = reverse("participants:register_identity")
        assert [stranger.get(url).url for url in (HOME, RESULT, step("pernah"))] == [registering] * 3
        assert stranger.post(START).url == registering

    def test_beginning_is_a_post(self, me):
        assert me.get(START).status_code == 405


class TestTheResult:
    def test_three_groups_with_match_parts_and_reasons(self, me, person):
        assessed(person, former=["Operator jahit"], wanted=["Penjahit", "Admin gudang", "Kasir"])
        page = soup(me.get(RESULT)).main
        first = page.select_one("ol.jobs > li")
        assert words(first.h2) == "Operator mesin dan pabrik tetap"
        assert words(first.select_one(".pct")) == "76% cocok"
        text = words(first)
        assert "Minat Anda kuat di Praktis dan Teratur." in text
        assert "Anda pernah bekerja di golongan ini: Operator jahit." in text
        assert [words(dd) for dd in first.select("dl.parts dd")] == ["85", "100", "0"]
        assert "minat Anda (60%), pengalaman (25%), dan keinginan (15%)" in words(page)

    def test_no_vacancies_are_promised_before_there_is_a_page_of_them(self, me, person):
        assessed(person)
        assert not soup(me.get(RESULT)).select("ol.jobs a[href='']")

    def test_the_picture_says_the_same_as_its_table(self, me, person):
        assessed(person)
        page = soup(me.get(RESULT)).main
        rows = {words(row.th): words(row.select_one("td.r")) for row in page.select(".g2 tbody tr")}
        assert rows == {
            "Praktis": "75",
            "Teratur": "75",
            "Sosial": "50",
            "Usaha": "50",
            "Peneliti": "25",
            "Kreatif": "25",
        }
        assert {words(text) for text in page.select("svg text")} == {f"{name} {value}" for name, value in rows.items()}
        assert "Praktis 75" in page.select_one("svg.chart")["aria-label"]

    def test_groups_that_are_equal_are_told(self, me, person):
        assessed(
            person, answer=liking(R=100, C=75, E=60 - 10), former=["Dokter umum"], wanted=["Bidan", "Ners", "Perawat"]
        )
        note = words(soup(me.get(RESULT)).select_one("main .note"))
        assert "Ada nilai yang sama" in note
        assert "nomor golongannya" in note

    def test_the_instrument_says_what_it_is_not(self, me, person):
        assessed(person)
        assert "belum diuji" in words(soup(me.get(RESULT)).select_one("main details"))

    def test_another_attempt_replaces_the_result_and_the_old_one_is_listed(self, me, person):
        assessed(person, at=MORNING - timedelta(days=30))
        nursing = {"former": ["Perawat"], "wanted": ["Bidan", "Ners", "Perawat"]}
        assessed(person, answer=liking(I=100, S=75), **nursing)
        page = soup(me.get(RESULT)).main
        assert words(page.select_one("ol.jobs h2")) == "Profesional kesehatan"
        earlier = words(page.select("details")[-1])
        assert "17 Oktober 2026" in earlier
        assert "Operator mesin dan pabrik tetap" in earlier

    def test_a_retake_under_way_shows_the_old_result(self, me, person):
        assessed(person)
        assert me.post(START).url == step("pernah")
        assert len(soup(me.get(RESULT)).select("ol.jobs > li")) == 3
        home = words(soup(me.get(HOME)).main)
        assert "Hasil yang lama berlaku sampai yang baru selesai" in home

    def test_without_an_attempt_it_says_how_to_get_one(self, me):
        page = soup(me.get(RESULT)).main
        assert "Asesmen belum diisi" in words(page)
        assert page.select_one("a.btn")["href"] == HOME

    def test_the_short_form_has_no_score_and_stays_complete(self, me, person):
        assessed_in_short(person)
        assert "Asesmen lama, tanpa skor" in words(soup(me.get(RESULT)).main)
        home = words(soup(me.get(HOME)).main)
        assert "Asesmen Anda sudah selesai" in home
        assert "tanpa skor" in home


class TestWeight:
    def weighed(self, me, url: str) -> int:
        with most_queries(15):
            response = me.get(url)
        assert response.status_code == 200
        return len(gzip.compress(response.content))

    def test_every_page_of_the_way_is_light(self, me, person):
        filled_in(person)
        names = ("pernah", "ingin", "bersedia", PAGES[0], PAGES[5], "periksa")
        for url in (HOME, RESULT, *map(step, names), f"{step('pernah')}?q=operator"):
            assert self.weighed(me, url) <= 14 * KB, url

    def test_the_result_is_light(self, me, person):
        assessed(person)
        assert self.weighed(me, RESULT) <= 14 * KB
