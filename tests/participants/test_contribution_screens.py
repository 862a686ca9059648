"""BPJS's desk of contribution files: receive, watch, load, cancel, download; and who may not."""

from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.jobs import run_due
from jkp_portal.demo.contribution_file import Sample, enter_members, make_sample
from participants.contribution_tables import REGISTER, partition_of, run
from participants.enums import ContributionFileState as S
from participants.enums import ContributionKind
from participants.models import ContributionFile, EnoughMonths
from participants.operations.contribution_loading import load_contributions
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.contributions import ContributionFileFactory
from tests.factories.participants import MORNING
from tests.html import soup
from tests.html import words as words_of
from tests.queries import most_queries

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]

OCTOBER = date(2026, 10, 1)


def words(response: HttpResponse) -> str:
    return words_of(soup(response))


def url(name: str, *args: object) -> str:
    return reverse(f"participants:contribution_{name}", args=args)


@pytest.fixture
def keeper() -> Client:
    return sign_in(Client(), officer(Role.BPJS_VERIFIER))


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    made = make_sample(tmp_path, rows=300, month=OCTOBER, mistakes=0.2)
    enter_members(made)
    return made


def answers(sample: Sample, **other: object) -> dict[str, object]:
    return {
        "kind": "month",
        "month": f"{sample.month:%Y-%m}",
        "file": SimpleUploadedFile("iuran-oktober.csv", sample.path.read_bytes()),
        "rows": sample.said.rows,
        "wages": sample.said.wages,
        "government": sample.said.government,
        "sha256": sample.said.sha256,
        **other,
    }


def received(keeper: Client, sample: Sample) -> ContributionFile:
    response = keeper.post(url("receive"), answers(sample))
    file = ContributionFile.objects.get()
    assert response.url == url("file", file.pk)
    return file


def test_a_file_goes_from_the_form_to_the_register(keeper, sample) -> None:
    file = received(keeper, sample)
    page = keeper.get(url("file", file.pk))
    assert page["Refresh"] == "5"
    assert "0 dari 300 baris sudah dibaca" in words(page)
    run_due()
    page = keeper.get(url("file", file.pk))
    assert "Refresh" not in page
    assert f"{300 - sample.bad} baris yang benar akan dicatat sekaligus." in words(page)
    assert "Nomor peserta ini tidak ada dalam daftar kepesertaan." in words(page)
    for _twice in range(2):
        assert keeper.post(url("load", file.pk)).url == url("file", file.pk)
    assert keeper.get(url("file", file.pk))["Refresh"] == "5"
    run_due()
    file.refresh_from_db()
    assert file.state == S.LOADED
    page = keeper.get(url("file", file.pk))
    assert f"{300 - sample.bad} baris dicatat" in words(page)
    assert "Muat baris yang benar" not in words(page)


def test_what_goes_back_is_a_file(keeper, sample) -> None:
    file = received(keeper, sample)
    assert keeper.get(url("rejects", file.pk)).status_code == 404
    run_due()
    response = keeper.get(url("rejects", file.pk))
    assert f"{file.number}-kembali.csv" in response["Content-Disposition"]
    assert b"".join(response.streaming_content).count(b"\r\n") == sample.bad + 1


def test_a_file_with_a_wrong_total_says_why_it_was_refused(keeper, sample) -> None:
    keeper.post(url("receive"), answers(sample, wages=1))
    run_due()
    file = ContributionFile.objects.get()
    page = words(keeper.get(url("file", file.pk)))
    assert "Berkas ini ditolak seluruhnya" in page
    assert "Jumlah upah atau iuran berbeda dari jumlah pada surat pengantar." in page
    assert keeper.post(url("load", file.pk)).status_code == 409
    assert keeper.post(url("cancel", file.pk)).status_code == 409


def test_a_file_can_be_cancelled_until_it_is_loaded(keeper, sample) -> None:
    file = received(keeper, sample)
    keeper.post(url("cancel", file.pk))
    assert "Tidak ada yang dicatat." in words(keeper.get(url("file", file.pk)))
    assert keeper.post(url("cancel", file.pk)).status_code == 409


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"month": ""}, "month"),
        ({"month": "2026-13"}, "month"),
        ({"month": "2026-11"}, "month"),
        ({"month": "2021-12"}, "month"),
        ({"rows": "0"}, "rows"),
        ({"wages": ""}, "wages"),
        ({"sha256": "abc"}, "sha256"),
        ({"sha256": "0" * 64}, "sha256"),
        ({"file": SimpleUploadedFile("iuran.xlsx", b"x")}, "file"),
        ({"file": ""}, "file"),
    ],
    ids=str,
)
def test_what_is_wrong_stands_beside_its_field(keeper, sample, other, field) -> None:
    response = keeper.post(url("receive"), answers(sample, **other))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not ContributionFile.objects.exists()


def test_a_small_file_needs_no_month(keeper, sample) -> None:
    keeper.post(url("receive"), answers(sample, kind="late", month=""))
    assert ContributionFile.objects.get().kind == ContributionKind.LATE


def test_an_auditor_reads_and_changes_nothing(keeper, sample) -> None:
    file = received(keeper, sample)
    run_due()
    auditor = sign_in(Client(), officer(Role.AUDITOR))
    assert auditor.get(url("files")).status_code == 200
    assert "Muat baris yang benar" not in words(auditor.get(url("file", file.pk)))
    for name in ("load", "cancel"):
        assert auditor.post(url(name, file.pk)).status_code == 403
    assert auditor.get(url("receive")).status_code == 403
    file.refresh_from_db()
    assert file.state == S.CHECKED


@pytest.mark.parametrize("role", [Role.BPJS_PAYMENT_MAKER, Role.COUNSELLOR, Role.ADMINISTRATOR, None])
def test_others_do_not_come_in(keeper, sample, role) -> None:
    file = received(keeper, sample)
    somebody = sign_in(Client(), officer(role) if role else UserFactory())
    for there in (url("files"), url("receive"), url("file", file.pk), url("rejects", file.pk)):
        assert somebody.get(there).status_code == 403


def test_the_list_is_searched_filtered_and_costs_the_same_with_more(keeper) -> None:
    for n in range(25):
        ContributionFileFactory(name=f"berkas-{n}.csv", late=n % 2 == 0, received_by=UserFactory())
    with most_queries(20):
        page = keeper.get(url("files"))
    assert len(soup(page).select("tbody tr")) == 20
    assert len(soup(keeper.get(url("files"), {"page": 2})).select("tbody tr")) == 5
    assert len(soup(keeper.get(url("files"), {"q": "berkas-24"})).select("tbody tr")) == 1
    assert len(soup(keeper.get(url("files"), {"jenis": "month"})).select("tbody tr")) == 12
    assert "Tidak ada berkas yang cocok" in words(keeper.get(url("files"), {"keadaan": "loaded"}))


def test_an_empty_list_says_what_will_come(keeper) -> None:
    assert "Belum ada berkas iuran" in words(keeper.get(url("files")))


def test_operators_receive_by_a_command(sample, capsys) -> None:
    said = sample.said
    totals = {"rows": said.rows, "wages": said.wages, "government": said.government}
    with pytest.raises(CommandError, match="SHA-256"):
        call_command("receive_contributions", sample.path, month="2026-10", sha256="0" * 64, **totals)
    call_command("receive_contributions", sample.path, month="2026-10", sha256=said.sha256, **totals)
    file = ContributionFile.objects.get()
    assert capsys.readouterr().out == f"{file.number}: Sedang diperiksa\n"
    assert (file.month, file.received_by) == (OCTOBER, None)


def test_the_desk_says_how_many_have_enough_months_by_province(keeper, sample) -> None:
    assert "Cukup bulan iuran" not in words(keeper.get(url("files")))
    file = received(keeper, sample)
    run_due()
    keeper.post(url("load", file.pk))
    load_contributions(file, at=clock.now())
    page = words(keeper.get(url("files")))
    assert "Cukup bulan iuran, Oktober 2026 Sedang dihitung." in page
    run_due()
    page = words(keeper.get(url("files")))
    assert "0 dari 300 peserta." in page
    assert "paling sedikit 12 bulan lunas dalam 24 bulan (November 2024 sampai Oktober 2026)" in page
    assert "berturut-turut" not in page
    assert f"Tidak dilaporkan pada bulan ini {sample.bad} 0" in page


def test_the_months_of_the_desk_can_be_chosen(keeper) -> None:
    for period in (2023 * 12 + 10, 2024 * 12 + 11, 2026 * 12 + 9):
        run(f"CREATE TABLE {partition_of(period)} (LIKE {REGISTER} INCLUDING ALL)")
        bounds = f"FROM ({period}) TO ({period + 1})"
        run(f"ALTER TABLE {REGISTER} ATTACH PARTITION {partition_of(period)} FOR VALUES {bounds}")
    facts = {"counted_at": MORNING, "participants": 1_000, "counted": 700, "enough": 600}
    EnoughMonths.objects.create(month=date(2024, 12, 1), reported=True, province_id="33", **facts)
    EnoughMonths.objects.create(month=date(2024, 12, 1), reported=True, province=None, **facts)
    old = words(keeper.get(url("files"), {"bulan": "2024-12"}))
    assert "Cukup bulan iuran, Desember 2024 1.200 dari 2.000 peserta." in old
    assert "Dari bulan itu, paling sedikit 6 berturut-turut. PP 37/2021 Pasal 19 ayat (3) (POL-03). Ini" in old
    assert "Jawa Tengah 1.000 700 600 Perusahaan atau provinsinya belum diketahui 1.000 700 600" in old
    assert "Tidak dapat dihitung" in words(keeper.get(url("files"), {"bulan": "2023-11"}))
    for unknown in ("2020-01", "x", ""):
        assert "Oktober 2026 Sedang dihitung." in words(keeper.get(url("files"), {"bulan": unknown}))
