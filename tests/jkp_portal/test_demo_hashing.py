"""One hash for one password, while the demo is told; never outside of it."""

from django.contrib.auth.hashers import check_password, make_password

from jkp_portal.demo.hashing import one_hash


def test_while_the_demo_is_told_one_password_is_hashed_once():
    with one_hash():
        first, second, other = make_password("jembatan"), make_password("jembatan"), make_password("pilar")
    assert first == second != other
    assert check_password("jembatan", first)
    assert not check_password("pilar", first)


def test_afterwards_each_has_a_salt_of_its_own():
    with one_hash():
        make_password("jembatan")
    assert make_password("jembatan") != make_password("jembatan")
