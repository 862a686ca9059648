"""The guide of questions as data: version 1 in both languages, edited as a draft, published once and for all."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.enums import Role
from core.errors import Conflict, Invalid
from core.models import AuditEvent
from counseling.enums import SessionKind
from counseling.models import Guide
from counseling.operations.guides import draft_guide, publish_guide, take_in_guide
from counseling.operations.worksheets import begin_worksheet
from counseling.selectors import current_guide, questions_of
from tests.factories.accounts import officer, sign_in
from tests.factories.counseling import TOMORROW_AT_TEN, open_session
from tests.factories.counseling_worksheets import read
from tests.factories.participants import MORNING, PersonFactory
from tests.html import soup, words

pytestmark = pytest.mark.django_db
CAREER = SessionKind.CAREER
FILE = Path("counseling/data/guides/career-1.json")


@pytest.fixture
def boss():
    return officer(Role.ADMINISTRATOR, full_name="Direktorat")


@pytest.mark.parametrize(("kind", "count", "topics"), [("career", 14, 5), ("interview", 6, 3)])
def test_version_1_asks_in_both_languages(kind, count, topics):
    guide = current_guide(kind)
    questions = questions_of(guide)
    assert (guide.number, [q.n for q in questions]) == (1, list(range(1, count + 1)))
    assert len({q.topic for q in questions}) == topics
    assert all(q.text.endswith("?") and q.text_en.endswith("?") and q.text != q.text_en for q in questions)
    assert all(bool(q.hint) == bool(q.hint_en) for q in questions)
    with translation.override("en"):
        assert str(questions[0]).isascii()
        assert questions[0].topic_here == questions[0].topic_en


def test_a_draft_begins_as_a_copy_and_is_one(boss):
    draft = draft_guide(CAREER, actor=boss, at=MORNING)
    assert (draft.number, draft.published_at) == (2, None)
    assert [q.text for q in questions_of(draft)] == [q.text for q in questions_of(current_guide(CAREER))]
    assert draft_guide(CAREER, actor=boss, at=MORNING).pk == draft.pk
    assert current_guide(CAREER).number == 1


def test_what_is_published_is_asked_from_then_on_and_begun_worksheets_keep_theirs(boss):
    early, late = read(open_session()), read(open_session(PersonFactory()))
    at = TOMORROW_AT_TEN + timedelta(minutes=1)
    assert begin_worksheet(early, actor=early.counsellor.user, at=at).guide.number == 1
    draft = draft_guide(CAREER, actor=boss, at=MORNING)
    questions_of(draft)[0].delete()
    publish_guide(draft, actor=boss, at=MORNING)
    assert begin_worksheet(late, actor=late.counsellor.user, at=at).guide.number == 2
    assert begin_worksheet(early, actor=early.counsellor.user, at=at).guide.number == 1
    assert AuditEvent.objects.get(action="counseling.guide.published").actor_name == "Direktorat"
    with pytest.raises(Conflict, match="already_published"):
        publish_guide(draft, actor=boss, at=MORNING)


def test_an_empty_guide_or_one_without_words_is_not_published(boss):
    draft = draft_guide(CAREER, actor=boss, at=MORNING)
    draft.questions.filter(n=2).update(text_en="")
    with pytest.raises(Invalid, match="bad_guide"):
        publish_guide(draft, actor=boss, at=MORNING)
    draft.questions.filter(n__gt=2).delete()
    with pytest.raises(Invalid, match="bad_guide"):
        publish_guide(draft, actor=boss, at=MORNING)
    assert Guide.objects.get(pk=draft.pk).published_at is None


def test_a_file_is_taken_in_as_a_draft_or_refused_with_the_reason(tmp_path, capsys):
    data = json.loads(FILE.read_text())
    with pytest.raises(Invalid):
        take_in_guide(data)  # number 1 is there already
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(data | {"number": 7}))
    bad.write_text(json.dumps({"kind": "career", "number": 8}))
    call_command("load_guide", good)
    assert "14 pertanyaan, belum terbit" in capsys.readouterr().out
    for wrong in (bad, good, tmp_path / "none.json"):
        with pytest.raises(CommandError):
            call_command("load_guide", wrong)
    assert Guide.objects.filter(kind="career").count() == 2


# --- the admin ---------------------------------------------------------------------------------------------------


LISTING = "/admin/counseling/guide/"


def act(client, action: str, *guides: Guide):
    return client.post(LISTING, {"action": action, "_selected_action": [g.pk for g in guides]}, follow=True)


def fields(guide: Guide, **changes) -> dict:
    """The page of a draft as a browser would send it; `changes` by the place of the question."""
    rows = questions_of(guide)
    sent = {"note": "Versi kedua.", "questions-TOTAL_FORMS": len(rows), "questions-INITIAL_FORMS": len(rows)}
    names = ("topic", "topic_en", "text", "text_en", "hint", "hint_en")
    for place, row in enumerate(rows):
        values = {"id": row.pk, "guide": guide.pk, "place": row.n} | {n: getattr(row, n) for n in names}
        values |= changes.get(f"q{row.n}", {})
        sent |= {f"questions-{place}-{name}": value for name, value in values.items()}
    return sent


def test_the_directorate_drafts_edits_and_publishes(client, boss):
    sign_in(client, boss)
    act(client, "draft_next", current_guide(CAREER))
    draft = Guide.objects.get(kind="career", number=2)
    page = f"{LISTING}{draft.pk}/change/"
    assert client.get(page).status_code == 200
    before = [q.text for q in questions_of(draft)]
    changes = {"q1": {"place": 2}, "q2": {"place": 1}, "q3": {"text": "Apa kabar?"}, "q14": {"DELETE": "on"}}
    assert client.post(page, fields(draft, **changes)).status_code == 302
    after = questions_of(draft)
    assert [q.n for q in after] == list(range(1, 14))
    assert [q.text for q in after] == [before[1], before[0], "Apa kabar?", *before[3:13]]
    act(client, "publish", draft)
    assert current_guide(CAREER).number == 2
    assert "sudah terbit" in act(client, "publish", draft).content.decode()


def test_a_published_version_is_only_looked_at(client, boss):
    sign_in(client, boss)
    guide = current_guide(CAREER)
    page = f"{LISTING}{guide.pk}/change/"
    seen = soup(client.get(page))
    places = [words(cell) for cell in seen.select("#questions-group td.field-n")]
    assert places == [str(n) for n in range(1, 15)]
    assert client.post(page, fields(guide)).status_code == 403
    assert client.get(f"{LISTING}add/").status_code == 403
    assert client.post(f"{LISTING}{guide.pk}/delete/", {"post": "yes"}).status_code == 403
