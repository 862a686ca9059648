"""Inspections on the desk, the employer's nota, the year's programme, and who is kept out."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from compliance.enums import FilePart, InspectionKind, InspectionState
from compliance.models import Inspection, InspectionProgramme, InspectionReply, Sample
from compliance.operations import inspections, visits
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.compliance import complaint, inspector
from tests.factories.files import StoredFileFactory
from tests.factories.inspections import ANSWERED, FOUND, PROVED, SEEN, coordinator, inspection, plan, staff_of
from tests.factories.participants import MORNING, EmployerFactory, StaffFactory
from tests.factories.sanctions import inspection as issued
from tests.html import soup, words
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
LIST, NEW, PLAN = "/pengawasan/pemeriksaan/", "/pengawasan/pemeriksaan/baru/", "/pengawasan/pemeriksaan/rencana/"
NOTA = "/perusahaan/kepatuhan/nota/"


def listed(client: Client, query: str = "") -> list[str]:
    return [words(row) for row in soup(client.get(LIST + query)).select("tbody th")]


def case(client: Client, made: Inspection) -> Any:
    return client.get(f"{LIST}{made.pk}/")


def post(client: Client, made: Inspection, do: str, **said: Any) -> Any:
    plain = {name: said.pop(name) for name in ("which", "member") if name in said and do in ("remove", "drop", "meet")}
    data = {f"{do}-{name}": value for name, value in said.items()}
    return client.post(f"{LIST}{made.pk}/", {"do": do, **plain, **data}, follow=True)


def day(name: str, value: Any) -> dict[str, str]:
    """A date as its three boxes send it."""
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def again(made: Inspection) -> Inspection:
    return Inspection.objects.get(pk=made.pk)


# --- the list


def test_the_nearest_visit_is_on_top_and_what_is_over_is_a_filter_away(client: Client, pgw: User) -> None:
    later = inspection(lead=pgw, planned_on=(MORNING + timedelta(days=9)).date())
    soon = inspection(planned_on=(MORNING + timedelta(days=1)).date())
    done = inspection("closed", lead=pgw)
    sign_in(client, pgw)
    assert listed(client) == [soon.number, later.number]
    assert listed(client, "?keadaan=closed") == [done.number]
    assert listed(client, "?oleh=saya") == [later.number]
    assert listed(client, f"?q={soon.employer.name}")[:1] == [soon.number]
    assert listed(client, "?jenis=outreach") == []
    assert words(soup(client.get(LIST + "?q=tidakada")).select_one(".empty h2")) == "Tidak ada pemeriksaan yang cocok"


def test_a_missed_answer_is_hot(client: Client, pgw: User) -> None:
    made = inspection("issued", lead=pgw, at=MORNING - timedelta(days=20), planned_on=MORNING.date())
    page = soup(sign_in(client, pgw).get(LIST))
    assert made.number in words(page.select_one("tr.hot"))
    assert [words(dd) for dd in page.select(".kpi dd")] == ["0", "1", "1", "1"]


def test_twenty_a_page_and_few_questions(client: Client, pgw: User) -> None:
    for _ in range(22):
        inspections.open_inspection(plan(pgw), actor=pgw, at=MORNING)
    sign_in(client, pgw)
    with most_queries(14):
        assert len(listed(client)) == 20
    assert len(listed(client, "?page=2")) == 2


def test_an_empty_desk_is_calm(client: Client, pgw: User) -> None:
    assert soup(sign_in(client, pgw).get(LIST)).select_one(".empty")


# --- opening


def test_only_places_of_the_own_region_are_offered(client: Client, pgw: User) -> None:
    page = soup(sign_in(client, pgw).get(NEW))
    offered = {option["value"][:2] for option in page.select("select[name=region] option") if option["value"]}
    assert offered == {"33"}
    data = {"kind": "risk", "npp": "", "region": "3171", "because": "Banyak PHK yang terlambat.", "lead": pgw.pk}
    assert client.post(NEW, {**data, **day("planned_on", MORNING.date())}).status_code == 422
    assert not Inspection.objects.exists()


def test_an_answered_nota_counts_no_days(client: Client, pgw: User) -> None:
    waits, answered = inspection("issued", lead=pgw), inspection("replied", lead=pgw)
    sign_in(client, pgw)
    assert ["Dijawab paling lambat" in words(soup(client.get(f"{LIST}{one.pk}/"))) for one in (waits, answered)] == [
        True,
        False,
    ]


def test_an_inspector_opens_one_from_the_page(client: Client, pgw: User) -> None:
    firm = EmployerFactory()
    sign_in(client, pgw)
    page = soup(client.get(f"{NEW}?npp={firm.npp}"))
    assert page.select_one("input[name=npp]")["value"] == firm.npp
    data = {"kind": "risk", "npp": firm.npp, "region": "3372", "because": "Banyak PHK yang terlambat.", "lead": pgw.pk}
    client.post(NEW, {**data, **day("planned_on", MORNING.date())})
    made = Inspection.objects.get()
    assert (made.employer, made.kind, made.lead) == (firm, InspectionKind.RISK, pgw)


def test_an_accident_is_a_case_of_the_quick_reaction_unit(client: Client, pgw: User) -> None:
    firm = EmployerFactory()
    sign_in(client, pgw)
    assert "unit reaksi cepat (URC)" in words(soup(client.get(NEW)))
    data = {"kind": "accident", "npp": firm.npp, "region": "3372", "because": "Pekerja jatuh.", "lead": pgw.pk}
    client.post(NEW, {**data, **day("planned_on", MORNING.date())})
    made = Inspection.objects.get()
    assert (made.employer, made.kind) == (firm, InspectionKind.ACCIDENT)
    for page in (LIST, f"{LIST}{made.pk}/"):
        assert "Kecelakaan kerja (unit reaksi cepat)" in words(soup(client.get(page)))


def test_what_was_typed_stays_when_the_number_is_unknown(client: Client, pgw: User) -> None:
    sign_in(client, pgw)
    data = {"kind": "risk", "npp": "00000000", "region": "3372", "because": "Banyak PHK.", "lead": pgw.pk}
    answer = client.post(NEW, {**data, **day("planned_on", MORNING.date())})
    assert answer.status_code == 422
    page = soup(answer)
    assert "Nomor ini tidak dikenal" in words(page)
    assert "Banyak PHK." in words(page.select_one("textarea"))


def test_an_inspector_names_only_themselves_a_coordinator_anybody_of_the_province(client: Client, pgw: User) -> None:
    inspector("35")
    page = soup(sign_in(client, pgw).get(NEW))
    assert [o["value"] for o in page.select("select[name=lead] option")] == ["", str(pgw.pk)]
    pgk = coordinator()
    page = soup(sign_in(Client(), pgk).get(NEW))
    assert {o["value"] for o in page.select("select[name=lead] option")} == {"", str(pgw.pk), str(pgk.pk)}


def test_a_referred_complaint_leads_to_its_inspection(client: Client, pgw: User) -> None:
    row = complaint("referred", by=pgw, employer=EmployerFactory())
    sign_in(client, pgw)
    path = f"{NEW}?pengaduan={row.pk}"
    assert path in str(client.get(f"/pengawasan/pengaduan/{row.pk}/").content)
    client.post(path, {"lead": pgw.pk, **day("planned_on", MORNING.date())})
    made = Inspection.objects.get()
    assert list(made.complaints.all()) == [row]
    page = soup(client.get(f"/pengawasan/pengaduan/{row.pk}/"))
    assert page.select_one(f"a[href='{LIST}{made.pk}/']")


def test_a_second_complaint_joins_what_is_planned_and_asks_nothing(client: Client, pgw: User) -> None:
    employer = EmployerFactory()
    first, second = (complaint("referred", by=pgw, employer=employer) for _ in range(2))
    sign_in(client, pgw)
    client.post(f"{NEW}?pengaduan={first.pk}", {"lead": pgw.pk, **day("planned_on", MORNING.date())})
    made = Inspection.objects.get()
    page = soup(client.get(f"{NEW}?pengaduan={second.pk}"))
    assert "Perusahaan ini sudah dijadwalkan" in words(page.main)
    assert f"{second.number} bergabung dengan pemeriksaan {made.number}: kunjungan Senin, 16 November 2026" in words(
        page.main
    )
    assert [field["name"] for field in page.select("main form [name]")] == ["csrfmiddlewaretoken"]
    answer = client.post(f"{NEW}?pengaduan={second.pk}", follow=True)
    assert f"Pengaduan bergabung dengan {made.number}." in words(soup(answer).main)
    assert set(made.complaints.all()) == {first, second}
    assert Inspection.objects.count() == 1


@pytest.mark.parametrize("state", ["taken", "answered"])
def test_a_complaint_that_is_not_referred_opens_nothing(client: Client, pgw: User, state: str) -> None:
    row = complaint(state, by=pgw, employer=EmployerFactory())
    assert sign_in(client, pgw).get(f"{NEW}?pengaduan={row.pk}").status_code == 404
    assert client.get(f"{NEW}?pengaduan=bukan-nomor").status_code == 404


# --- one inspection, from plan to end


def test_a_team_inspects_signs_and_ends(client: Client, pgw: User) -> None:
    made, pgk, other = inspection(lead=pgw), coordinator(), inspector(full_name="Bima Pengawas")
    sign_in(client, pgw)
    post(client, made, "member", member=f"inspector:{other.pk}")
    theirs = sign_in(Client(), other)
    post(theirs, made, "declare_none")
    post(client, made, "declare_none")
    boss = sign_in(Client(), pgk)
    assert soup(case(boss, made)).select_one("button[value=order]")
    post(boss, made, "order")
    assert again(made).state == InspectionState.ORDERED
    visit = {"place": "Jalan Contoh 1", "met": "Kepala personalia", "text": SEEN, **day("on", MORNING.date())}
    post(client, made, "visit", **visit)
    post(client, made, "finding", code="report_phk", count="3", text=FOUND)
    post(boss, made, "issue")
    assert again(made).state == InspectionState.ISSUED
    firm = sign_in(Client(), staff_of(made))
    firm.post(f"{NOTA}{made.pk}/", {"do": "reply", "reply-text": ANSWERED})
    post(client, made, "follow", text=PROVED)
    finding = made.findings.get()
    post(client, made, "meet", which=finding.pk, text=PROVED)
    page = soup(case(client, made))
    assert page.select_one("button[value=close]")
    post(client, made, "close")
    assert again(made).state == InspectionState.CLOSED
    assert ANSWERED in words(soup(case(boss, made)))


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("planned", "Menunggu pernyataan kepentingan Bayu 100%."),
        ("ordered", "Menunggu Bayu 100% mencatat kunjungan."),
        ("visited", "Menunggu Bayu 100% mencatat temuan, atau menutup pemeriksaan."),
        ("found", "Menunggu koordinator menerbitkan nota."),
        ("issued", "Menunggu jawaban perusahaan sampai 25 November 2026."),
        ("replied", "Menunggu Bayu 100% mencatat tindak lanjut."),
        ("followed", "Menunggu Bayu 100% menutup pemeriksaan, atau meneruskannya ke sanksi."),
    ],
)
def test_everybody_reads_who_is_next(client: Client, step: str, sentence: str) -> None:
    made = inspection(step, lead=inspector("33", full_name="Bayu 100%"))
    assert sentence in words(soup(case(sign_in(client, coordinator()), made)).select_one("main"))


def test_when_all_have_declared_the_coordinator_is_next(client: Client, pgw: User) -> None:
    made = inspection(lead=pgw)
    inspections.declare(made, interest=False, actor=pgw, at=MORNING)
    page = soup(case(sign_in(client, pgw), made)).select_one("main")
    assert "Menunggu koordinator menerbitkan surat tugas." in words(page)


def test_a_letter_is_a_pdf_for_the_office_and_the_employer(client: Client, pgw: User) -> None:
    made = inspection("issued", lead=pgw)
    sign_in(client, pgw)
    for path in (f"{LIST}{made.pk}/tugas/", f"{LIST}{made.pk}/nota/"):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Type"], answer.content[:4]) == (200, "application/pdf", b"%PDF")
    firm = sign_in(Client(), staff_of(made))
    assert firm.get(f"{NOTA}{made.pk}/pdf/").content[:4] == b"%PDF"
    assert firm.get(f"{LIST}{made.pk}/nota/").status_code == 403
    early = inspection("ordered", lead=pgw)
    assert client.get(f"{LIST}{early.pk}/nota/").status_code == 404


def test_somebody_with_an_interest_reads_and_does_nothing(client: Client, pgw: User) -> None:
    made = inspection(lead=pgw)
    sign_in(client, pgw)
    post(client, made, "declare_interest")
    page = soup(case(client, made))
    assert "Anda hanya membaca" in words(page)
    assert not page.select("button[value=declare_none]")
    assert post(client, made, "member", member="x").status_code == 403


def test_a_coordinator_who_leads_is_told_that_another_one_signs(client: Client) -> None:
    pgk = coordinator()
    made = inspection(lead=pgk)
    page = soup(case(sign_in(client, pgk), made))
    assert "Perlu koordinator lain" in words(page)
    assert not page.select_one("button[value=order]")
    assert post(client, made, "order").status_code == 403


def test_what_is_wrong_comes_back_with_what_was_typed(client: Client, pgw: User) -> None:
    made = inspection("ordered", lead=pgw)
    sign_in(client, pgw)
    visit = {"place": "Jalan Contoh 1", "met": "HRD", "text": "pendek", **day("on", MORNING.date())}
    answer = post(client, made, "visit", **visit)
    assert answer.status_code == 422
    assert soup(answer).select_one("input[name=visit-place]")["value"] == "Jalan Contoh 1"
    assert again(made).state == InspectionState.ORDERED


def test_a_duty_without_an_article_asks_the_lead_for_one(client: Client, pgw: User) -> None:
    made = inspection("visited", lead=pgw)
    sign_in(client, pgw)
    offered = [words(option) for option in soup(case(client, made)).select("select[name=finding-code] option")]
    assert "Mendaftarkan semua pekerja (sebutkan pasalnya)" in offered
    assert "Mengikuti semua program yang wajib menurut skala usaha (PP 6/2025 Pasal 4 ayat (3))" in offered
    refused = post(client, made, "finding", code="all_workers", text=FOUND)
    assert "Sebutkan pasal yang mengatur kewajiban ini." in words(soup(refused))
    assert not made.findings.exists()
    post(client, made, "finding", code="all_workers", text=FOUND, article="PP 6/2025 Pasal 4 ayat (3)")
    assert made.findings.get().law == "PP 6/2025 Pasal 4 ayat (3)"
    assert "PP 6/2025 Pasal 4 ayat (3)" in words(soup(case(client, made)))


def test_a_finding_is_taken_back_and_a_made_up_key_is_nobodys(client: Client, pgw: User) -> None:
    made = inspection("found", lead=pgw)
    sign_in(client, pgw)
    assert post(client, made, "drop", which="'; drop").status_code == 404
    post(client, made, "drop", which=made.findings.get().pk)
    assert not made.findings.exists()


def test_acts_of_another_state_conflict(client: Client, pgw: User) -> None:
    made = inspection("issued", lead=pgw)
    boss = sign_in(Client(), made.issued_by)
    assert post(boss, made, "order").status_code == 409
    assert post(sign_in(client, pgw), made, "visit", text=SEEN).status_code == 403


# --- who is kept out


@pytest.mark.parametrize("step", ["planned", "issued"])
def test_another_province_finds_nothing(client: Client, step: str) -> None:
    made = inspection(step, region="3372")
    there = sign_in(client, inspector("35"))
    assert listed(there) == []
    for path in (f"{LIST}{made.pk}/", f"{LIST}{made.pk}/tugas/", f"{LIST}{made.pk}/nota/"):
        assert there.get(path).status_code == 404
    assert post(there, made, "close").status_code == 404
    boss = sign_in(Client(), coordinator("35"))
    assert post(boss, made, "order").status_code == 404


def test_an_examiner_of_bpjs_reads_only_the_own_teams(client: Client, pgw: User) -> None:
    made, examiner = inspection(lead=pgw), officer(Role.BPJS_VERIFIER)
    sign_in(client, examiner)
    assert case(client, made).status_code == 404
    inspections.set_member(made, user=examiner, membership="examiner", actor=pgw, at=MORNING)  # type: ignore[arg-type]
    assert case(client, made).status_code == 200
    post(client, made, "declare_none")
    assert made.members.get(user=examiner).declared_at == MORNING


def test_an_examiner_with_an_interest_is_led_back_to_the_list(client: Client, pgw: User) -> None:
    made, examiner = inspection(lead=pgw), officer(Role.BPJS_VERIFIER)
    inspections.set_member(made, user=examiner, membership="examiner", actor=pgw, at=MORNING)  # type: ignore[arg-type]
    answer = post(sign_in(client, examiner), made, "declare_interest")
    assert answer.redirect_chain == [(LIST, 302)]
    assert case(client, made).status_code == 404


def test_complaints_are_named_to_inspectors_and_counted_to_others(client: Client, pgw: User) -> None:
    author = UserFactory(full_name="Wulandari Kusumastuti")
    row = complaint("referred", by=pgw, author=author, employer=EmployerFactory())
    made = inspections.inspect_complaint(row, planned_on=MORNING.date(), lead=pgw, actor=pgw, at=MORNING)
    examiner = officer(Role.BPJS_VERIFIER)
    inspections.set_member(made, user=examiner, membership="examiner", actor=pgw, at=MORNING)  # type: ignore[arg-type]
    assert soup(case(sign_in(client, pgw), made)).select_one(f"a[href='/pengawasan/pengaduan/{row.pk}/']")
    said = words(soup(case(sign_in(Client(), examiner), made)))
    assert "1 pengaduan" in said
    assert "Wulandari" not in said


def test_files_of_the_visit_are_not_the_employers(client: Client, pgw: User) -> None:
    made = inspection("visited", lead=pgw)
    seen = visits.add_file(made, file=StoredFileFactory(owner=pgw), part=FilePart.VISIT, actor=pgw, at=MORNING)
    visits.add_finding(made, visits.Found("pay", FOUND), actor=pgw, at=MORNING)
    visits.issue_nota(made, actor=coordinator(), at=MORNING)
    staff = staff_of(made)
    sent = visits.add_file(made, file=StoredFileFactory(owner=staff), part=FilePart.REPLY, actor=staff, at=MORNING)
    firm, office = sign_in(client, staff), sign_in(Client(), pgw)
    assert firm.get(f"{LIST}berkas/{seen.pk}/").status_code == 404
    assert [c.get(f"{LIST}berkas/{sent.pk}/").status_code for c in (firm, office)] == [200, 200]
    assert sign_in(Client(), inspector("35")).get(f"{LIST}berkas/{sent.pk}/").status_code == 404


# --- the employer


def test_the_employer_reads_and_answers_its_nota_once(client: Client, pgw: User) -> None:
    made = inspection("issued", lead=pgw)
    sign_in(client, staff_of(made))
    home = words(soup(client.get("/perusahaan/kepatuhan/")))
    assert made.number in home
    assert "Tidak ada yang perlu ditanggapi" not in home
    page = words(soup(client.get(f"{NOTA}{made.pk}/")))
    assert FOUND in page
    assert "Permenaker 2/2025 Pasal 9 ayat (1)" in page
    assert client.post(f"{NOTA}{made.pk}/", {"do": "reply", "reply-text": "pendek"}).status_code == 422
    client.post(f"{NOTA}{made.pk}/", {"do": "reply", "reply-text": ANSWERED})
    assert InspectionReply.objects.get().text == ANSWERED
    assert "Batas waktu" not in words(soup(client.get(f"{NOTA}{made.pk}/")))
    other = client.post(f"{NOTA}{made.pk}/", {"do": "reply", "reply-text": "Kami menjawab lain sekarang ini."})
    assert other.status_code == 409


def test_notas_have_pages_of_their_own(client: Client) -> None:
    firm = StaffFactory(employer=EmployerFactory(), is_admin=True).employer
    made = {issued(employer=firm).number for _ in range(22)}
    sign_in(client, firm.staff.get().user)
    with most_queries(15):
        first = soup(client.get("/perusahaan/kepatuhan/"))
    further = first.select_one("nav[aria-label='Halaman nota'] a[rel=next]")
    assert further is not None
    assert further["href"] == "?nota=2"
    second = soup(client.get(f"/perusahaan/kepatuhan/{further['href']}"))
    shown = [[words(a) for a in page.select("section[aria-labelledby=nota] li b a")] for page in (first, second)]
    assert [len(numbers) for numbers in shown] == [20, 2]
    assert {number for numbers in shown for number in numbers} == made


def test_nothing_of_an_inspection_reaches_the_employer_before_its_nota(client: Client) -> None:
    made = inspection("found")
    sign_in(client, staff_of(made))
    assert made.number not in words(soup(client.get("/perusahaan/kepatuhan/")))
    assert client.get(f"{NOTA}{made.pk}/").status_code == 404
    assert client.get(f"{NOTA}{made.pk}/pdf/").status_code == 404


def test_another_firm_reads_no_nota(client: Client) -> None:
    made = inspection("issued")
    sign_in(client, StaffFactory().user)
    assert client.get(f"{NOTA}{made.pk}/").status_code == 404
    assert client.post(f"{NOTA}{made.pk}/", {"do": "reply", "reply-text": ANSWERED}).status_code == 404


def test_no_page_of_the_employer_says_that_somebody_complained(client: Client, pgw: User) -> None:
    author = UserFactory(full_name="Wulandari Kusumastuti")
    firm = StaffFactory(employer=EmployerFactory(), is_admin=True).employer
    row = complaint("referred", by=pgw, author=author, employer=firm)
    made = inspections.inspect_complaint(row, planned_on=MORNING.date(), lead=pgw, actor=pgw, at=MORNING)
    inspections.declare(made, interest=False, actor=pgw, at=MORNING)
    pgk = coordinator()
    inspections.order_inspection(made, actor=pgk, at=MORNING)
    visits.record_visit(made, visits.Visit(MORNING.date(), "Jalan", "HRD", SEEN), actor=pgw, at=MORNING)
    visits.add_finding(made, visits.Found("whole_wage", FOUND, article="Pasal 15"), actor=pgw, at=MORNING)
    visits.issue_nota(made, actor=pgk, at=MORNING)
    sign_in(client, staff_of(made))
    for path in ("/perusahaan/kepatuhan/", f"{NOTA}{made.pk}/"):
        main = words(soup(client.get(path)).select_one("main"))
        assert "Wulandari" not in main
        assert "engaduan" not in main
        assert row.number not in main


# --- programme and samples


def test_a_coordinator_sets_a_programme_and_draws(client: Client, pgw: User) -> None:
    for _ in range(4):
        EmployerFactory()
    sign_in(client, coordinator())
    said = {"year": "2026", "province": "33", "target": "12", "focus": "Pabrik tekstil dan garmen"}
    client.post(f"{PLAN}simpan/", {"do": "programme", **{f"programme-{k}": v for k, v in said.items()}})
    assert InspectionProgramme.objects.get().target == 12
    draw = {"province": "33", "seed": "BA-7", "size": "2", "lead": pgw.pk, **day("planned_on", MORNING.date())}
    client.post(f"{PLAN}simpan/", {"do": "sample", **{f"sample-{k}": v for k, v in draw.items()}})
    sample = Sample.objects.get()
    assert (sample.size, sample.population) == (2, 4)
    page = soup(client.get(PLAN))
    assert "0 dikunjungi dan 2 lagi dijadwalkan, dari 12" in words(page)
    assert sample.population_sha256 in words(page)
    assert len(page.select("article ol li")) == 2
    read = soup(sign_in(Client(), pgw).get(PLAN))
    assert sample.number in words(read)
    assert not read.select("main form")
    assert sample.number not in words(soup(sign_in(Client(), inspector("35")).get(PLAN)))


def test_an_inspector_sends_no_programme_and_a_coordinator_none_for_others(client: Client, pgw: User) -> None:
    said = {"year": "2026", "province": "35", "target": "12", "focus": "Pabrik tekstil dan garmen"}
    data = {"do": "programme", **{f"programme-{k}": v for k, v in said.items()}}
    assert sign_in(client, pgw).post(f"{PLAN}simpan/", data).status_code == 403
    assert sign_in(Client(), coordinator()).post(f"{PLAN}simpan/", data).status_code == 422
    assert not InspectionProgramme.objects.exists()


def test_few_questions_for_many_samples(client: Client, pgw: User) -> None:
    boss = coordinator()
    sign_in(client, boss)
    for n in range(3):
        for _ in range(2):
            EmployerFactory()
        draw = {"province": "33", "seed": f"BA-{n}", "size": "2", "lead": pgw.pk, **day("planned_on", MORNING.date())}
        client.post(f"{PLAN}simpan/", {"do": "sample", **{f"sample-{k}": v for k, v in draw.items()}})
    with most_queries(20):
        assert len(soup(client.get(PLAN)).select("article")) == 3
