"""Where, when and with what a run was made."""

import subprocess

import pytest

from stance import provenance


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A git checkout with one commit, in the place of the project's own."""
    (tmp_path / "stance").mkdir()
    monkeypatch.setattr(provenance, "PACKAGE", tmp_path / "stance")
    for command in (
        ["init", "-q"],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-q", "--allow-empty", "-m", "x"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    return tmp_path


def test_the_revision_and_whether_files_were_changed(checkout):
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=checkout, capture_output=True, text=True, check=True
    ).stdout.strip()
    made = provenance.describe_making("digest", ["train", "model.C=1"])
    assert (made["git_revision"], made["git_dirty"]) == (revision, False)
    assert (made["data"], made["argv"]) == ("digest", ["train", "model.C=1"])
    (checkout / "new.txt").write_text("x")
    assert provenance.describe_making("digest", [])["git_dirty"] is True


def test_without_a_checkout_the_revision_is_unknown(tmp_path, monkeypatch):
    monkeypatch.setattr(provenance, "PACKAGE", tmp_path / "stance")
    made = provenance.describe_making("digest", [])
    assert (made["git_revision"], made["git_dirty"]) == (None, None)


def test_a_machine_without_git_still_makes_runs(checkout, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert provenance.describe_making("digest", [])["git_revision"] is None


def test_seconds_stand_beside_the_other_times():
    assert provenance.describe_making("digest", [], {"selection": 2.5, "fit": 0.5})["seconds"] == {
        "selection": 2.5,
        "fit": 0.5,
    }
