"""An evaluation in the admin is looked at by auditors and never changed."""

import pytest
from django.urls import reverse

from accounts.enums import Role
from reports.enums import Conclusion
from reports.models import InstituteEvaluation
from reports.operations.evaluations import conclude_evaluation
from tests.factories.accounts import officer, sign_in
from tests.factories.training import InstituteFactory
from tests.factories.training_signals import class_over, seated
from tests.reports.test_evaluation import NEXT_YEAR

pytestmark = pytest.mark.django_db
LIST = "admin:reports_instituteevaluation_changelist"


@pytest.fixture
def evaluation() -> InstituteEvaluation:
    house = InstituteFactory(name="LPK Evaluasi")
    seated(class_over(house), 1)
    said = {"conclusion": Conclusion.GOOD, "note": "Kelas berjalan baik.", "seen": 0}
    actor = officer(Role.INSTITUTE_VERIFIER)
    return conclude_evaluation(house, year=2026, actor=actor, at=NEXT_YEAR, **said)


def test_an_auditor_reads_the_conclusion_and_changes_nothing(client, evaluation):
    sign_in(client, officer(Role.AUDITOR))
    assert "LPK Evaluasi" in client.get(reverse(LIST)).content.decode()
    change = reverse("admin:reports_instituteevaluation_change", args=[evaluation.pk])
    assert "Kelas berjalan baik." in client.get(change).content.decode()
    assert client.post(change, {}).status_code == 403
    assert client.get(reverse("admin:reports_instituteevaluation_add")).status_code == 403
    delete = reverse("admin:reports_instituteevaluation_delete", args=[evaluation.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403


def test_an_administrator_does_not_read_it(client, evaluation):
    sign_in(client, officer(Role.ADMINISTRATOR))
    assert client.get(reverse(LIST)).status_code == 403
