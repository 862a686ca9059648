"""A prepared query answers as the queryset it was made from, whoever asks, and refuses what would change its SQL."""

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.test.utils import CaptureQueriesContext

from claims.models import Claim, ClaimMonth
from core.prepared import keep_related, prepared
from tests.factories.claims import claim as make_claim

pytestmark = pytest.mark.django_db


def months_of(claim_id):
    return ClaimMonth.objects.filter(claim_id=claim_id).select_related("claim__person").order_by("-n")


def test_it_answers_each_with_their_own_rows():
    first, second = make_claim("paid"), make_claim("paid")
    ask = prepared(months_of)
    for claim in (first, second, first):
        assert ask(claim.pk) == list(months_of(claim.pk))
        assert {month.claim.person for month in ask(claim.pk)} == {claim.person}
    assert ask(uuid4()) == []


def test_every_call_is_one_query_of_the_same_words():
    first, second = make_claim("paid"), make_claim("paid")
    ask = prepared(months_of)
    ask(uuid4())
    with CaptureQueriesContext(connection) as asked:
        ask(first.pk)
        ask(second.pk)
    words = [query["sql"].replace(str(first.pk), "X").replace(str(second.pk), "X") for query in asked]
    assert len(words) == 2
    assert words[0] == words[1]


def test_a_connection_is_told_the_words_once():
    claim = make_claim("paid")
    ask = prepared(months_of)
    ask(uuid4())
    with CaptureQueriesContext(connection) as asked:
        assert ask(claim.pk) == list(months_of(claim.pk))
    by_name, in_words = (query["sql"] for query in asked)
    assert by_name.startswith("EXECUTE jkp_")
    assert "claims_claimmonth" in in_words
    assert "claims_claimmonth" not in by_name


def test_tuples_and_dictionaries_and_annotations_come_as_the_queryset_gives_them():
    claim = make_claim("paid")
    numbers = prepared(lambda pk: ClaimMonth.objects.filter(claim_id=pk).order_by("n").values_list("n", flat=True))
    counted = prepared(
        lambda pk: Claim.objects.filter(pk=pk).values("id").annotate(n=Count("months")).values_list("id", "n")
    )
    asked = prepared(
        lambda pk: (
            Claim.objects.filter(pk=pk)
            .annotate(begun=Exists(ClaimMonth.objects.filter(claim=OuterRef("pk"))))
            .values("number", "begun")
        )
    )
    total = claim.months.count()
    assert total > 0
    assert numbers(claim.pk) == list(range(1, total + 1))
    assert counted(claim.pk) == [(claim.pk, total)]
    assert asked(claim.pk) == [{"number": claim.number, "begun": True}]


def test_what_is_prefetched_with_the_rows_is_there():
    claim = make_claim("paid")
    [found] = prepared(lambda pk: Claim.objects.filter(pk=pk).prefetch_related("months"))(claim.pk)
    with CaptureQueriesContext(connection) as asked:
        assert list(found.months.all()) == list(claim.months.all())
    assert len(asked) == 1  # that of the comparison


def test_several_arguments_of_several_kinds_find_their_places():
    claim = make_claim("paid")
    ask = prepared(lambda pk, n, until: ClaimMonth.objects.filter(claim_id=pk, n__lte=n, opens_on__lt=until))
    day = claim.months.get(n=2).opens_on
    assert [month.n for month in ask(claim.pk, 2, day + timedelta(days=1))] == [2]
    assert ask(claim.pk, 2, day) == []
    assert ask(claim.pk, 1, day + timedelta(days=1)) == []


def test_several_may_ask_at_once():
    ask = prepared(lambda n: ClaimMonth.objects.filter(n=n).values_list("n", flat=True))
    ask(1)
    ready, found = threading.Barrier(4), {}

    def one(number):
        ready.wait()
        found[number] = [ask(number) for _again in range(20)]
        connection.close()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: [[]] * 20 for number in range(4)}


@pytest.mark.parametrize(
    "argument", [None, [1, 2], True, 1.5], ids=["nothing", "a list", "a truth value", "a fraction"]
)
def test_what_would_change_the_words_is_refused(argument):
    with pytest.raises(TypeError, match="is prepared for plain values"):
        prepared(lambda n: ClaimMonth.objects.filter(n=n))(argument)


def test_an_argument_that_the_query_does_not_use_as_it_is_is_refused():
    with pytest.raises(TypeError, match="argument 1 does not reach the query"):
        prepared(lambda n, day: ClaimMonth.objects.filter(n=n, opens_on__year=day.year))(1, date(2026, 3, 1))
    with pytest.raises(TypeError, match="the values change the query"):
        prepared(lambda words: Claim.objects.filter(number__icontains=words))("JKP")


def test_related_rows_that_were_read_apart_are_not_asked_for_again():
    claim = make_claim("paid")
    months = list(claim.months.order_by("n"))
    fresh = Claim.objects.get(pk=claim.pk)
    keep_related(fresh, months=months, decisions=[])
    with CaptureQueriesContext(connection) as asked:
        assert list(fresh.months.all()) == months
        assert all(month.claim is fresh for month in months)
        assert list(fresh.decisions.all()) == []
    assert len(asked) == 0


def test_a_query_whose_shape_depends_on_the_values_is_refused():
    def odd(n):
        return ClaimMonth.objects.filter(n=n, claim__number=f"JKP-{n}")

    with pytest.raises(TypeError, match="the values change the query"):
        prepared(odd)(1)
