"""The demo collects static files again exactly when they have changed."""

import fcntl

import pytest

from devkit import static_files


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "runtime.txt").write_text("django==1\n")
    (tmp_path / "static" / "css").mkdir(parents=True)
    (tmp_path / "static" / "css" / "jkp.css").write_text("p{}")
    monkeypatch.setattr(static_files, "ROOT", tmp_path)
    monkeypatch.setattr(static_files, "COLLECTED", tmp_path / "collected")
    return tmp_path


def test_nothing_is_current_before_the_first_collection(checkout):
    assert not static_files.are_current()


def test_collected_files_stay_current_until_one_changes(checkout):
    static_files.mark_as_collected(checkout / "collected")
    assert static_files.are_current()
    (checkout / "static" / "css" / "jkp.css").write_text("p{margin:0}")
    assert not static_files.are_current()


@pytest.mark.parametrize("path", ["static/js.js", "claims/static/more.css", "requirements/runtime.txt"])
def test_a_new_file_or_package_asks_for_a_new_collection(checkout, path):
    static_files.mark_as_collected(checkout / "collected")
    (checkout / path).parent.mkdir(parents=True, exist_ok=True)
    (checkout / path).write_text("new")
    assert not static_files.are_current()


def test_the_settings_collect_where_the_demo_looks(settings):
    assert settings.STATIC_ROOT == static_files.ROOT / ".local" / "static"


def test_two_demos_that_start_together_collect_one_after_the_other(tmp_path):
    """Collecting begins by clearing the folder: side by side, each would take the other's files away."""
    with (tmp_path / "static.lock").open("w") as second:
        with static_files.collection(tmp_path / "static"), pytest.raises(BlockingIOError):
            fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(second, fcntl.LOCK_EX | fcntl.LOCK_NB)
