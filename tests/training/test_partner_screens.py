"""L2 and R4: an institute's pages and the desk of partnerships, as people use them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.clock import start_of_day
from core.formatting import long_date
from integrations.bank import AccountAnswer, AccountStatus
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.participants import MORNING, PersonFactory
from tests.factories.training import InstituteFactory, ProgrammeFactory
from tests.factories.training_money import InstituteStaffFactory
from tests.factories.training_partners import complete_institute, proposal
from tests.html import soup, words
from tests.queries import most_queries
from training.checklists import checklist
from training.enums import MeasureKind
from training.models import Facility, Institute, InstituteInvitation, InstituteStaff, Interest, Measure
from training.operations.measures import decide_measure, propose_measure
from training.operations.profile import LicenceSaid, set_licence
from training.selectors.partnership import renews_from
from training.views import provider_profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
DAFTAR, PROFIL, PENGAJUAN, TANDA = (
    reverse(f"training:{name}")
    for name in ("register_institute", "provider_profile", "provider_proposal", "provider_sign")
)
DESK, TIES = reverse("training:review_providers"), reverse("training:interests")
NEW = {
    "name": "LPK Bina Las Contoh", "vin": "3372 000 999", "kind": "swasta", "region": "3372",
    "address": "Jalan Contoh 1", "head_name": "Retno Palupi",
}  # fmt: skip


def head_of(institute: Institute, client: Client, **fields: Any) -> Client:
    user = UserFactory(full_name="Retno Palupi")
    InstituteStaffFactory(institute=institute, user=user, **({"head": True} | fields))
    return sign_in(client, user)


def said(response: Any) -> str:
    return words(soup(response).main)


# --- the institute -----------------------------------------------------------------------------------------------


def test_an_institute_is_registered_and_told_what_is_missing(client: Client) -> None:
    sign_in(client, UserFactory(full_name="Retno Palupi"))
    assert 'value="Retno Palupi"' in client.get(DAFTAR).content.decode()
    response = client.post(DAFTAR, NEW, follow=True)
    assert response.redirect_chain[-1][0] == PROFIL
    page = soup(response)
    assert page.h1.text == "LPK Bina Las Contoh"
    assert "Lengkapi profil: 8 hal masih kurang" in words(page.main)
    assert [tag.text for tag in page.select(".tasks .tag")].count("Belum lengkap") == 6
    assert words(page.select_one("nav.tabs [aria-current]")) == "Profil"


def test_a_vin_that_is_taken_is_said_beside_its_field(client: Client) -> None:
    InstituteFactory(vin="3372000999")
    sign_in(client, UserFactory())
    response = client.post(DAFTAR, NEW)
    assert response.status_code == 409
    assert "Minta pimpinannya mengundang Anda" in said(response)
    assert 'value="3372000999"' in response.content.decode() or "3372 000 999" in response.content.decode()
    assert client.post(DAFTAR, NEW | {"vin": "12"}).status_code == 422


def test_who_acts_for_nobody_finds_no_profile(client: Client) -> None:
    sign_in(client, PersonFactory(user=UserFactory()).user)
    for name in ("provider_profile", "provider_details", "provider_sites", "provider_proposal", "provider_staff"):
        assert client.get(reverse(f"training:{name}")).status_code == 404


def test_one_of_several_institutes_is_chosen_and_remembered(client: Client) -> None:
    first, second = (InstituteFactory(name=name) for name in ("LPK Satu Contoh", "LPK Dua Contoh"))
    user = UserFactory()
    for institute in (first, second):
        InstituteStaffFactory(institute=institute, user=user)
    sign_in(client, user)
    assert soup(client.get(PROFIL)).h1.text == "LPK Dua Contoh"
    assert soup(client.get(f"{PROFIL}?lpk={first.pk}")).h1.text == "LPK Satu Contoh"
    assert soup(client.get(PROFIL)).h1.text == "LPK Satu Contoh"
    assert client.get(f"{PROFIL}?lpk={InstituteFactory().pk}").status_code == 404
    assert client.get(f"{PROFIL}?lpk=x").status_code == 404


def test_the_parts_of_the_profile_are_filled_in(client: Client) -> None:
    institute = InstituteFactory(prospect=True)
    head_of(institute, client)
    details = {
        "name": "LPK Baru Contoh", "kind": "swasta", "region": "3372", "address": "Jalan 2", "website": "",
        "head_name": "Retno Palupi", "phone": "0271 555 099", "email": "lpk@contoh.id",
    }  # fmt: skip
    assert client.post(reverse("training:provider_details"), details).status_code == 302
    wrong = client.post(reverse("training:provider_details"), details | {"website": "http://lpk.id"})
    assert wrong.status_code == 422
    licence = {
        "licence": "izin", "licence_no": "IZIN-1", "accreditation_no": "LA-1",
        "accredited_until_0": "30", "accredited_until_1": "6", "accredited_until_2": "2028",
        "licence_until_0": "", "licence_until_1": "", "licence_until_2": "",
    }  # fmt: skip
    licence |= {
        name.replace("_0", "_day").replace("_1", "_month").replace("_2", "_year"): value
        for name, value in licence.items()
        if name[-2:] in ("_0", "_1", "_2")
    }
    assert client.post(reverse("training:provider_licence"), licence).status_code == 302
    institute.refresh_from_db()
    assert (institute.name, institute.phone, institute.licence_no) == ("LPK Baru Contoh", "+62271555099", "IZIN-1")
    rooms = reverse("training:provider_facilities")
    assert client.post(rooms, {"kind": "ruang", "name": "Ruang A", "capacity": "0"}).status_code == 422
    assert client.post(rooms, {"kind": "ruang", "name": "Ruang A", "capacity": "20"}).status_code == 302
    row = Facility.objects.get(institute=institute)
    assert "Ruang A" in said(client.get(rooms))
    assert client.post(rooms, {"end": str(row.pk)}).status_code == 302
    assert "Belum ada yang tercatat" in said(client.get(rooms))
    other = Facility.objects.create(institute=InstituteFactory(), kind="ruang", name="Lain", capacity=1)
    assert client.post(rooms, {"end": str(other.pk)}).status_code == 404


def test_a_partner_sees_no_field_for_its_name(client: Client) -> None:
    head_of(complete_institute(partner=True), client)
    page = soup(client.get(reverse("training:provider_details")))
    assert page.select_one("[name=name]") is None
    assert page.select_one("[name=address]") is not None


def test_the_account_is_asked_from_the_bank_before_it_is_kept(client: Client, monkeypatch: Any) -> None:
    institute = InstituteFactory(name="LPK Karya Contoh", prospect=True)
    head_of(institute, client)
    url, sent = reverse("training:provider_account"), {"bank": "014", "number": "0123454471"}
    answers = iter(["RETNO PALUPI", "LPK KARYA CONTOH"])

    class Bank:
        def inquire_account(self, bank: str, number: str) -> AccountAnswer:
            return AccountAnswer(next(answers), AccountStatus.ACTIVE)

    monkeypatch.setattr(provider_profile, "bank_client", lambda **kwargs: Bank())
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "bukan atas nama LPK Karya Contoh" in said(refused)
    assert "RETNO" not in refused.content.decode()
    assert client.post(url, sent).status_code == 302
    institute.refresh_from_db()
    assert (institute.account, institute.account_name) == ("0123454471", "LPK KARYA CONTOH")
    assert "4471" in said(client.get(PROFIL))
    assert "0123454471" not in client.get(PROFIL).content.decode()


def test_staff_may_not_do_what_binds_the_institute(client: Client) -> None:
    institute = complete_institute()
    head_of(institute, client, head=False)
    assert client.get(reverse("training:provider_account")).status_code == 403
    for url in (reverse("training:provider_licence"), PENGAJUAN, TANDA, reverse("training:provider_staff")):
        assert client.post(url, {}).status_code == 403, url
    assert "Pimpinan lembaga yang mengajukan" in said(client.get(PENGAJUAN))
    assert not institute.partnerships.exists()


def test_a_proposal_is_sent_from_its_page_once_it_is_complete(client: Client) -> None:
    institute = complete_institute()
    institute.facilities.all().delete()
    head_of(institute, client)
    assert "Tulis sarana belajar" in said(client.get(PENGAJUAN))
    refused = client.post(PENGAJUAN)
    assert refused.status_code == 422
    Facility.objects.create(institute=institute, kind="ruang", name="Ruang A", capacity=20)
    assert client.post(PENGAJUAN).status_code == 302
    assert client.post(PENGAJUAN).status_code == 302
    assert "Pengajuan Anda sedang diverifikasi" in said(client.get(PROFIL))
    assert institute.partnerships.get().state == "submitted"


def test_the_head_signs_by_name_and_reads_the_agreement_afterwards(client: Client) -> None:
    made = proposal("verified")
    sign_in(client, made.head)
    assert "Baca dan tanda tangani" in said(client.get(PROFIL))
    assert client.post(TANDA, {"typed_name": "Orang Lain", "read": "on"}).status_code == 422
    assert client.post(TANDA, {"typed_name": "Retno Palupi"}).status_code == 422
    assert client.post(TANDA, {"typed_name": "Retno Palupi", "read": "on"}).status_code == 302
    assert client.post(TANDA, {"typed_name": "Retno Palupi", "read": "on"}).status_code == 302
    assert "Menunggu tanda tangan Kementerian" in said(client.get(PROFIL))
    agreed = proposal("agreed")
    sign_in(client, agreed.head)
    page = client.get(PROFIL)
    assert "Lembaga Anda mitra JKP" in said(page)
    assert client.get(soup(page).select_one("aside .doc a")["href"])["Content-Type"] == "application/pdf"


def test_a_renewal_is_offered_sixty_days_before_the_agreement_ends(client: Client) -> None:
    made = proposal("agreed")
    first = made.row.valid_until - timedelta(days=60)
    assert (renews_from(made.row, first - timedelta(days=1)), renews_from(made.row, first)) == (first, None)
    sign_in(client, made.head)
    page = said(client.get(PENGAJUAN))
    assert f"Perpanjangan dapat diajukan mulai {long_date(first)}." in page
    assert "Ajukan perpanjangan" not in page
    with time_machine.travel(start_of_day(first), tick=True):
        sign_in(client, made.head)
        page = said(client.get(PENGAJUAN))
    assert "Perpanjangan dapat diajukan" not in page
    assert "Perpanjang kemitraan" in page


# --- staff -------------------------------------------------------------------------------------------------------


def test_the_head_invites_and_ends_and_the_colleague_accepts(client: Client) -> None:
    institute = InstituteFactory()
    head_of(institute, client)
    url, end = reverse("training:provider_staff"), reverse("training:provider_staff_end")
    assert client.post(url, {"email": "rekan@contoh.id", "part": "staf"}).status_code == 302
    invitation = InstituteInvitation.objects.get()
    assert "rekan@contoh.id" in said(client.get(url))
    invited = Client()
    sign_in(invited, UserFactory(email="rekan@contoh.id"))
    link = reverse("training:institute_invitation", args=[invitation.pk])
    assert client.get(link).status_code == 404
    assert "Terima undangan" in said(invited.get(link))
    assert invited.post(link).status_code == 302
    assert invited.get(PROFIL).status_code == 200
    row = InstituteStaff.objects.get(user__email="rekan@contoh.id")
    own = institute.staff.get(part="pimpinan")
    assert invited.post(end, {"staff": str(own.pk)}).status_code == 403
    assert client.post(end, {"staff": str(own.pk)}).status_code == 409
    assert client.post(end, {"staff": str(row.pk)}).status_code == 302
    assert invited.get(PROFIL).status_code == 404
    assert "sudah dipakai" in said(invited.get(link))
    assert client.post(end, {"staff": str(InstituteStaffFactory().pk)}).status_code == 404


# --- the desk ----------------------------------------------------------------------------------------------------


def names(response: Any) -> list[str]:
    return [words(cell.a) for cell in soup(response).select("tbody th")]


def test_the_desk_shows_what_waits_and_finds_the_rest(client: Client) -> None:
    waiting = proposal(institute=complete_institute(name="LPK Antre Contoh"))
    InstituteFactory(name="LPK Tenang Contoh", region_id="3578")
    sign_in(client, officer(Role.INSTITUTE_VERIFIER))
    assert names(client.get(DESK)) == ["LPK Antre Contoh"]
    assert names(client.get(f"{DESK}?keadaan=semua")) == ["LPK Antre Contoh", "LPK Tenang Contoh"]
    assert names(client.get(f"{DESK}?keadaan=semua&provinsi=35")) == ["LPK Tenang Contoh"]
    assert names(client.get(f"{DESK}?q=tenang")) == ["LPK Tenang Contoh"]
    assert names(client.get(f"{DESK}?q={waiting.row.number}")) == ["LPK Antre Contoh"]
    assert "Tidak ada lembaga yang cocok" in said(client.get(f"{DESK}?q=zzz"))
    assert client.get(f"{DESK}?keadaan=%00&page=99").status_code == 200


@pytest.mark.parametrize("state", ["verifikasi", "tanda-tangan", "tindakan", "berakhir", "listed", "prospect"])
def test_every_choice_of_the_filter_answers(client: Client, state: str) -> None:
    proposal()
    proposal("signed")
    measure = InstituteFactory(name="LPK Tindakan Contoh")
    Measure.objects.create(
        institute=measure, kind="suspend", reason="x", proposed_by=UserFactory(), proposed_at=measure.created_at
    )
    InstituteFactory(name="LPK Habis Contoh", accredited_until=measure.created_at.date())
    sign_in(client, officer(Role.STANDARDS))
    found = names(client.get(f"{DESK}?keadaan={state}"))
    assert len(found) == {"verifikasi": 1, "tanda-tangan": 1, "tindakan": 1, "berakhir": 1, "listed": 2}.get(state, 2)


def test_the_list_asks_as_little_for_twenty_as_for_one(client: Client) -> None:
    for _ in range(5):
        proposal()
    sign_in(client, officer(Role.INSTITUTE_VERIFIER))
    client.get(DESK)
    with most_queries(16):
        client.get(DESK)


def answers(made: Any, **changed: str) -> dict[str, str]:
    met = {f"met_{item.code}": "ya" for item in checklist(made.row.checklist)}
    return met | {"seen": made.seen, "remark": ""} | changed


def test_the_verifier_answers_saves_returns_and_verifies(client: Client) -> None:
    made = proposal()
    url = reverse("training:review_provider", args=[made.institute.pk])
    sign_in(client, made.verifier)
    page = soup(client.get(url))
    assert len(page.select("#periksa fieldset")) == 8
    assert page.select_one("[name=seen]")["value"] == made.seen
    assert "Izin LPK IZIN-2024-12" in words(page.main)
    saved = client.post(url, answers(made, do="save", met_izin="tidak", remark_izin="Lihat aslinya."))
    assert saved.status_code == 302
    assert 'value="Lihat aslinya."' in client.get(url).content.decode()
    left = client.post(url, answers(made, do="verify", met_izin=""))
    assert left.status_code == 422
    assert "Belum dijawab: Izin LPK (swasta)" in said(left)
    unmet = client.post(url, answers(made, do="verify", met_izin="tidak"))
    assert "Belum memenuhi syarat: Izin LPK (swasta)" in said(unmet)
    assert client.post(url, answers(made, do="return")).status_code == 422
    assert client.post(url, answers(made, do="verify") | {"seen": "lama"}).status_code == 409
    assert client.post(url, answers(made, do="verify")).status_code == 302
    assert client.post(url, answers(made, do="verify")).status_code == 409
    made.row.refresh_from_db()
    assert (made.row.state, made.row.verified_by) == ("verified", made.verifier)


@pytest.mark.parametrize(
    ("answer", "each"), [("", "Belum dijawab:"), ("tidak", "Belum memenuhi syarat:")], ids=["nothing", "not met"]
)
def test_every_item_that_is_open_is_named_at_once(client: Client, answer: str, each: str) -> None:
    made = proposal()
    sign_in(client, made.verifier)
    items = checklist(made.row.checklist)
    sent = {f"met_{item.code}": answer for item in items} | {"seen": made.seen, "remark": "", "do": "verify"}
    left = client.post(reverse("training:review_provider", args=[made.institute.pk]), sent)
    assert left.status_code == 422
    assert [words(line) for line in soup(left).select("#periksa .msg")] == [f"{each} {item.text}" for item in items]
    made.row.refresh_from_db()
    assert (made.row.state, made.row.answers) == ("submitted", {})


def test_a_returned_proposal_shows_its_remarks_to_the_institute(client: Client) -> None:
    made = proposal()
    url = reverse("training:review_provider", args=[made.institute.pk])
    sign_in(client, made.verifier)
    sent = answers(made, do="return", remark="Perbarui izin.", met_izin="tidak", remark_izin="Sudah lewat.")
    assert client.post(url, sent).status_code == 302
    sign_in(client, made.head)
    page = said(client.get(PENGAJUAN))
    assert "Perbarui izin." in page
    assert "Sudah lewat." in page
    assert "Perbaiki dahulu yang ditulis petugas" in page
    assert client.post(PENGAJUAN).status_code == 302
    assert "Perbarui izin." not in said(client.get(PENGAJUAN))
    assert "Sudah lewat." not in said(client.get(PENGAJUAN))


def test_everybody_of_the_institute_and_the_desk_read_the_signed_agreement(client: Client) -> None:
    made, other = proposal("agreed"), proposal("agreed", institute=complete_institute(vin="3372000777"))
    own = reverse("training:provider_pks", args=[made.row.pk])
    desk = reverse("training:review_pks", args=[made.institute.pk, made.row.pk])
    colleague = UserFactory()
    InstituteStaffFactory(institute=made.institute, user=colleague)
    for user in (made.head, colleague):
        sign_in(client, user)
        for page in (PROFIL, PENGAJUAN):
            link = soup(client.get(page)).select_one(f'a[href="{own}"]')
            assert words(link) == "Perjanjian (PKS) KMT-2026-0000001"
            assert words(link.find_next("span")) == "PDF · 16 November 2026 – 15 November 2027"
        paper = client.get(own)
        assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
        assert client.get(reverse("training:provider_pks", args=[other.row.pk])).status_code == 404
        assert client.get(desk).status_code == 403
    for role in (Role.INSTITUTE_VERIFIER, Role.STANDARDS, Role.REVIEWER, Role.APPROVER, Role.AUDITOR):
        sign_in(client, officer(role))
        page = soup(client.get(reverse("training:review_provider", args=[made.institute.pk])))
        assert [a["href"] for a in page.select("aside .doc a")] == [desk]
        assert client.get(desk).content == paper.content
    found = soup(client.get(f"{DESK}?keadaan=semua"))
    assert words(found.select_one(f'td a[href="{desk}"]')).startswith("15 November 2027")
    crossed = reverse("training:review_pks", args=[other.institute.pk, made.row.pk])
    assert client.get(crossed).status_code == 404


def test_an_agreement_that_is_not_signed_by_both_has_no_paper(client: Client) -> None:
    made = proposal("signed")
    sign_in(client, made.signer)
    assert client.get(reverse("training:review_pks", args=[made.institute.pk, made.row.pk])).status_code == 404
    page = soup(client.get(reverse("training:review_provider", args=[made.institute.pk])))
    assert page.select("aside .doc") == []


def test_what_was_asked_for_and_put_right_no_longer_reads_as_not_met(client: Client) -> None:
    made = proposal()
    url = reverse("training:review_provider", args=[made.institute.pk])
    sign_in(client, made.verifier)
    asked = {"met_izin": "tidak", "remark_izin": "Belum lengkap.", "met_sarana": "tidak", "remark_sarana": "Foto."}
    assert client.post(url, answers(made, do="return", remark="Perbarui.") | asked).status_code == 302
    sign_in(client, made.head)
    assert [tag.text for tag in soup(client.get(PENGAJUAN)).select("main .list .tag")] == ["Belum", "Belum"]
    with time_machine.travel(MORNING + timedelta(days=1), tick=False):
        sign_in(client, made.head)
        known = made.institute
        how = {"licence": known.licence, "licence_no": "IZIN-2026-9", "accreditation_no": known.accreditation_no}
        said_now = LicenceSaid(**how, licence_until=known.licence_until, accredited_until=known.accredited_until)
        set_licence(known, said=said_now, actor=made.head, at=clock.now())
        tags = [tag.text for tag in soup(client.get(PENGAJUAN)).select("main .list .tag")]
        assert tags == ["Belum", "diubah 17 November 2026"]
        assert client.post(PENGAJUAN).status_code == 302
        sign_in(client, made.verifier)
        page = soup(client.get(url))
    items = {name: page.select_one(f"[name=met_{name}]").find_parent("fieldset") for name in ("izin", "sarana", "vin")}
    assert [mark["name"] for mark in page.select("#periksa [checked]")] == [
        f"met_{item.code}" for item in checklist(made.row.checklist) if item.code not in ("izin", "sarana")
    ]
    assert "Sebelumnya diminta: Belum lengkap. diubah 17 November 2026" in words(items["izin"])
    assert "Sebelumnya diminta: Foto." in words(items["sarana"])
    assert "diubah" not in words(items["sarana"])
    assert "Sebelumnya diminta" not in words(items["vin"])
    assert [box["value"] for box in page.select("#periksa input[name^=remark_][value]")] == []


def test_what_was_asked_for_stays_known_while_answers_are_saved(client: Client) -> None:
    made = proposal()
    url = reverse("training:review_provider", args=[made.institute.pk])
    sign_in(client, made.verifier)
    client.post(url, answers(made, do="return", remark="Perbarui.", met_izin="tidak", remark_izin="Belum lengkap."))
    sign_in(client, made.head)
    assert client.post(PENGAJUAN).status_code == 302
    made.row.refresh_from_db()
    assert made.row.answers["izin"] == {"met": None, "remark": "", "asked": "Belum lengkap."}
    sign_in(client, made.verifier)
    assert client.post(url, answers(made, do="save")).status_code == 302
    made.row.refresh_from_db()
    assert made.row.answers["izin"] == {"met": True, "remark": "", "asked": "Belum lengkap."}


def test_the_verifier_reads_the_curriculum_where_the_answer_is_given(client: Client) -> None:
    house = complete_institute(vin="3372000888")
    ProgrammeFactory(
        institute=house, draft=True, title="Las listrik", hours=40, days=5, standard="SKKNI 98/2018",
        curriculum="Keselamatan kerja: 8 jam\nLas tumpul: 32 jam", learns="Mengelas", requirements="Sehat",
    )  # fmt: skip
    made = proposal(institute=house)
    sign_in(client, made.verifier)
    page = soup(client.get(reverse("training:review_provider", args=[house.pk])))
    item = page.select_one("[name=met_kurikulum]").find_parent("fieldset")
    full, bare = item.select("details")
    assert words(full.summary) == "Las listrik: 40 jam, 5 hari, tatap muka"
    assert "Standar kompetensi: SKKNI 98/2018" in words(full)
    assert [words(line) for line in full.select("details > ol > li")] == [
        "Keselamatan kerja: 8 jam",
        "Las tumpul: 32 jam",
    ]
    assert [words(line) for line in full.select("details > ul > li")] == ["Mengelas", "Sehat"]
    assert "Kurikulum belum ditulis." in words(bare)


def test_a_programme_that_changed_meanwhile_is_read_before_the_verdict(client: Client) -> None:
    made = proposal()
    sign_in(client, made.verifier)
    url = reverse("training:review_provider", args=[made.institute.pk])
    sent = answers(made, do="verify")
    made.institute.programmes.update(curriculum="Lain: 10 jam")
    assert client.post(url, sent).status_code == 409
    assert client.post(url, answers(made, do="verify")).status_code == 302


def test_who_is_tied_or_of_another_office_only_looks(client: Client) -> None:
    made = proposal()
    url = reverse("training:review_provider", args=[made.institute.pk])
    Interest.objects.create(
        officer=made.verifier, institute=made.institute, reason="Saudara.", since="2026-11-01",
        declared_by=made.verifier, declared_at=made.row.begun_at,
    )  # fmt: skip
    for user in (made.verifier, made.signer, officer(Role.REVIEWER)):
        sign_in(client, user)
        page = client.get(url)
        assert soup(page).select_one("#periksa") is None
        assert client.post(url, answers(made, do="verify")).status_code == 403
    sign_in(client, made.verifier)
    assert "Benturan kepentingan" in said(client.get(url))


def test_the_ministry_signs_and_the_verifier_may_not(client: Client) -> None:
    made = proposal("signed")
    url = reverse("training:review_agreement", args=[made.institute.pk])
    sign_in(client, made.verifier)
    assert client.get(url).status_code == 403
    sign_in(client, made.signer)
    keys = soup(client.get(url)).select("main button[accesskey]")
    assert [words(button) for button in keys] == ["Tandatangani perjanjian Y", "Tolak perjanjian T"]
    page = said(client.get(url))
    assert "15 November 2027" in page
    assert "Mencatat presensi setiap pertemuan menurut keadaan yang sebenarnya." in page
    assert "Menangguhkan atau mengakhiri kerja sama hanya dengan alasan tertulis dan dua petugas." in page
    assert client.post(url, {"do": "refuse", "reason": ""}).status_code == 422
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 302
    made.institute.refresh_from_db()
    assert (made.institute.state, made.institute.training_code) == ("listed", "JKP-3372-0001")
    page = said(client.get(reverse("training:review_provider", args=[made.institute.pk])))
    assert "Diverifikasi oleh" in page
    assert "JKP-3372-0001" in page


def test_a_measure_needs_two_officers_on_the_page_too(client: Client) -> None:
    institute = complete_institute(partner=True)
    url = reverse("training:review_measure", args=[institute.pk])
    first = officer(Role.INSTITUTE_VERIFIER)
    sign_in(client, first)
    assert client.post(url, {"kind": "restore", "reason": "x"}).status_code == 422
    assert "VIN dibebaskan" not in said(client.get(url))  # that is for who is no partner yet
    stranger = reverse("training:review_measure", args=[complete_institute(vin="99887766").pk])
    assert "VIN dibebaskan" in said(client.get(stranger))
    assert client.post(url, {"kind": "suspend", "reason": "Peserta ditagih."}).status_code == 302
    assert soup(client.get(url)).select_one("[name=apply]") is None
    assert client.post(url, {"apply": "ya", "answer": "Ya."}).status_code == 403
    sign_in(client, officer(Role.INSTITUTE_VERIFIER))
    assert client.post(url, {"apply": "ya", "answer": ""}).status_code == 422
    assert client.post(url, {"apply": "ya", "answer": "Benar."}).status_code == 302
    assert client.post(url, {"apply": "ya", "answer": "Benar."}).status_code == 409
    institute.refresh_from_db()
    assert institute.state == "suspended"
    assert "Peserta ditagih." in words(soup(client.get(url)).aside)


def test_an_institute_that_is_suspended_reads_why_and_since_when(client: Client) -> None:
    made = proposal("agreed")
    first, second = officer(Role.INSTITUTE_VERIFIER), officer(Role.INSTITUTE_VERIFIER)
    how = {"kind": MeasureKind.SUSPEND, "reason": "Peserta ditagih."}
    measure = propose_measure(made.institute, **how, actor=first, at=MORNING)
    decide_measure(measure, apply=True, answer="Benar.", actor=second, at=MORNING)
    sign_in(client, made.head)
    assert "Sejak Senin, 16 November 2026. Alasannya: Peserta ditagih." in said(client.get(PROFIL))


def test_a_tie_is_declared_by_its_vin_and_ended(client: Client) -> None:
    InstituteFactory(vin="3372000999", name="LPK Keluarga Contoh")
    own = officer(Role.REVIEWER)
    sign_in(client, own)
    day = {"since_day": "1", "since_month": "11", "since_year": "2026", "since_0": "1", "since_1": "11"}
    sent = {"vin": "3372 000 999", "reason": "Milik saudara.", "since_2": "2026"} | day
    assert client.post(TIES, sent | {"vin": "1"}).status_code == 422
    assert client.post(TIES, sent).status_code == 302
    row = Interest.objects.get()
    assert (row.officer, row.institute.name) == (own, "LPK Keluarga Contoh")
    assert "Akhiri hubungan dengan LPK Keluarga Contoh" in said(client.get(f"{TIES}?akhiri={row.pk}"))
    assert names_of_ties(client) == ["LPK Keluarga Contoh"]
    until = {"until_day": "16", "until_month": "11", "until_year": "2026", "until_0": "16", "until_1": "11"}
    assert client.post(TIES, {"end": str(row.pk), "until_2": "2026"} | until).status_code == 302
    assert "Berakhir" in said(client.get(TIES))
    sign_in(client, officer(Role.APPROVER))
    assert client.get(f"{TIES}?akhiri={row.pk}").status_code == 404
    sign_in(client, officer(Role.ADMINISTRATOR))
    assert names_of_ties(client) == ["LPK Keluarga Contoh"]


def names_of_ties(client: Client) -> list[str]:
    return [words(cell) for cell in soup(client.get(TIES)).select("tbody th")]
