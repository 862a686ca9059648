"""Sealed columns open only where they were sealed; blind indexes find without opening."""

import base64

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ImproperlyConfigured

from accounts.models import User
from core.crypto import blind_index, seal, unseal
from tests.factories.notices import make_reader

OLD = "old:" + base64.b64encode(b"o" * 32).decode()
NEW = "new:" + base64.b64encode(b"n" * 32).decode()


def test_what_was_sealed_opens_in_its_place():
    sealed = seal("3372010101900001", "person:nik:1")
    assert unseal(sealed, "person:nik:1") == "3372010101900001"
    assert b"3372010101900001" not in sealed


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("x", "c") != seal("x", "c")


@pytest.mark.parametrize("place", ["person:nik:2", "person:phone:1", "employer:nik:1", ""])
def test_a_moved_ciphertext_does_not_open(place):
    sealed = seal("3372010101900001", "person:nik:1")
    with pytest.raises(InvalidTag):
        unseal(sealed, place)


@pytest.mark.parametrize("position", [5, 20, -1])
def test_an_altered_ciphertext_does_not_open(position):
    sealed = bytearray(seal("3372010101900001", "c"))
    sealed[position] ^= 1
    with pytest.raises(InvalidTag):
        unseal(bytes(sealed), "c")


def test_a_new_first_key_seals_and_the_old_one_still_opens(settings):
    settings.FIELD_KEYS = [OLD]
    before = seal("lama", "c")
    settings.FIELD_KEYS = [NEW, OLD]
    after = seal("baru", "c")
    assert before.startswith(b"old.")
    assert after.startswith(b"new.")
    assert (unseal(before, "c"), unseal(after, "c")) == ("lama", "baru")


def test_a_key_that_was_taken_away_opens_nothing(settings):
    settings.FIELD_KEYS = [OLD]
    before = seal("lama", "c")
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(KeyError):
        unseal(before, "c")


def test_without_keys_nothing_is_sealed(settings):
    settings.FIELD_KEYS = []
    with pytest.raises(ImproperlyConfigured, match="FIELD_KEYS"):
        seal("x", "c")


def test_a_blind_index_is_stable_keyed_and_bound_to_its_purpose(settings):
    first = blind_index("nik", "3372010101900001")
    assert first == blind_index("nik", "3372010101900001")
    assert len(first) == 32
    assert first != blind_index("phone", "3372010101900001")
    settings.INDEX_KEY = "another"
    assert first != blind_index("nik", "3372010101900001")


def test_purpose_and_value_cannot_be_shifted_into_each_other():
    assert blind_index("a", "bc") != blind_index("ab", "c")


def test_without_an_index_key_nothing_is_indexed(settings):
    settings.INDEX_KEY = ""
    with pytest.raises(ImproperlyConfigured, match="INDEX_KEY"):
        blind_index("nik", "1")


@pytest.mark.django_db
def test_a_sealed_property_reads_writes_and_is_found():
    reader = make_reader(phone="+6281234567890")
    fresh = User.objects.get(phone_index=blind_index("phone", "+6281234567890"))
    assert fresh == reader
    assert fresh.phone == "+6281234567890"
    assert b"81234567890" not in bytes(fresh.phone_sealed)


@pytest.mark.django_db
def test_a_sealed_value_copied_to_another_row_does_not_open():
    one, other = make_reader(), make_reader()
    User.objects.filter(pk=other.pk).update(phone_sealed=User.objects.get(pk=one.pk).phone_sealed)
    with pytest.raises(InvalidTag):
        User.objects.get(pk=other.pk).phone  # noqa: B018


@pytest.mark.django_db
def test_nothing_is_kept_of_an_empty_value():
    reader = make_reader(phone="")
    reader.refresh_from_db()
    assert (bytes(reader.phone_sealed), reader.phone_index, reader.phone) == (b"", None, "")
