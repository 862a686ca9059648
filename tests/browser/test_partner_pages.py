"""An institute's profile and proposal, and the desk of partnerships, in a browser: each page in its states."""

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.enums import Role
from core import clock
from tests.browser.looking import let_in, wrong_pages
from tests.factories.accounts import UserFactory, officer, sign_in
from tests.factories.training_money import InstituteStaffFactory
from tests.factories.training_partners import complete_institute, proposal
from training.enums import StaffPart
from training.models import Interest, Site
from training.operations import measures, partnership, staff
from training.operations.partnership import Answer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PROFILE = "/mitra/profil/"


@pytest.fixture(autouse=True)
def reference():
    cache.clear()


@pytest.fixture
def visit(open_page, live_server):
    """What is wrong with each page, read by this person."""

    def look(user, paths: list[str]) -> dict[str, list[str]]:
        client, page = sign_in(Client(), user), open_page("/halaman-tanpa-kuki/", bypass_csp=True)
        let_in(page, client, live_server.url)
        return wrong_pages(page, live_server.url, paths)

    return look


def test_pages_of_an_institute_that_is_no_partner_yet_are_sound(visit):
    institute = complete_institute(accredited_until=clock.today())
    head = UserFactory(full_name="Retno Palupi")
    InstituteStaffFactory(institute=institute, user=head, head=True)
    InstituteStaffFactory(user=head)
    Site.objects.create(institute=institute, region_id="3372", address="Jalan Contoh 9")
    how = {"actor": head, "at": clock.now()}
    staff.invite_colleague(institute, email="rekan@contoh.invalid", part=StaffPart.STAFF, **how)
    invitation = staff.invite_colleague(institute, email=head.email, part=StaffPart.HEAD, **how)
    parts = ("lembaga", "izin", "rekening", "tempat", "instruktur", "sarana", "pengajuan")
    chosen = f"{PROFILE}?lpk={institute.pk}"
    paths = [chosen, *(f"{PROFILE}{part}/" for part in parts), "/mitra/staf/", "/mitra/daftar/"]
    assert visit(head, [*paths, f"/mitra/staf/undangan/{invitation.pk}/"]) == {}


def test_a_returned_and_a_verified_partnership_are_sound(visit):
    returned = proposal(when=clock.now())
    told = {"answers": {"izin": Answer(met=False, remark="Lihat aslinya.")}, "remark": "Nomor izin keliru."}
    partnership.return_proposal(returned.row, **told, seen=returned.seen, actor=returned.verifier, at=clock.now())
    verified = proposal("verified", when=clock.now())
    found = [
        visit(returned.head, [PROFILE, f"{PROFILE}pengajuan/"]),
        visit(verified.head, [PROFILE, f"{PROFILE}pengajuan/", f"{PROFILE}perjanjian/"]),
    ]
    assert found == [{}, {}]


def test_the_desk_of_partnerships_is_sound(visit):
    waiting, signed = proposal(when=clock.now()), proposal("signed", when=clock.now())
    partner = complete_institute(partner=True, name="LPK Mitra Contoh", accredited_until=clock.today())
    first = officer(Role.INSTITUTE_VERIFIER)
    how = {"reason": "Peserta ditagih.", "actor": first, "at": clock.now()}
    measures.propose_measure(partner, kind="suspend", **how)
    tie = Interest.objects.create(
        officer=first, institute=signed.institute, reason="Saudara.", since=clock.today(), declared_by=first,
        declared_at=clock.now(),
    )  # fmt: skip
    desk = [
        "/reviu/lpk/?q=zzz", f"/reviu/lpk/{waiting.institute.pk}/", f"/reviu/lpk/{partner.pk}/",
        f"/reviu/lpk/{signed.institute.pk}/", f"/reviu/lpk/{waiting.institute.pk}/tindakan/",
        f"/reviu/lpk/{partner.pk}/tindakan/", "/reviu/benturan/", f"/reviu/benturan/?akhiri={tie.pk}",
    ]  # fmt: skip
    assert visit(first, desk) == {}
    second = [f"/reviu/lpk/{signed.institute.pk}/", f"/reviu/lpk/{signed.institute.pk}/perjanjian/"]
    assert visit(signed.signer, [*second, f"/reviu/lpk/{partner.pk}/tindakan/", "/reviu/benturan/"]) == {}
