"""What makes an edition's handouts: a pipeline that is made when it is needed, and masters that are kept."""

from pathlib import Path

import pytest

from tests.helpers.pdf import texts
from tests.helpers.tiny_builder import keep_tiny_master, replace_builder
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import fingerprint
from worksheets.course.course import Course
from worksheets.course.layout import read_layout
from worksheets.errors import NeedsTypesetterError
from worksheets.packet.prepared import PreparedEdition, masters_folder
from worksheets.people.participant import Participant
from worksheets.pipeline import Pipeline

ABC = Participant({"nimi": "abc"})


def test_a_user_without_a_home_folder_has_no_masters_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    assert masters_folder()

    def refuse(_name: str) -> Path:
        raise RuntimeError

    monkeypatch.setattr("platformdirs.user_cache_path", refuse)
    assert masters_folder() is None


@pytest.fixture
def edition(course: Course) -> Edition:
    return Edition(course, ("sitaatti",), read_layout("slides", course.folder))


def test_it_says_what_is_prepared(edition: Edition) -> None:
    prepared = PreparedEdition(edition, "digest", None)
    assert prepared.edition is edition
    assert prepared.fingerprint == fingerprint("digest")
    assert prepared.masters.edition is edition


def test_the_pipeline_is_of_the_course_and_the_layout_and_made_once(edition: Edition) -> None:
    prepared = PreparedEdition(edition, "digest", None)
    assert "pipeline" not in vars(prepared), "loading the typesetter takes half a second"
    assert isinstance(prepared.pipeline, Pipeline)
    assert prepared.pipeline.course is edition.course
    assert prepared.pipeline.layout is edition.layout
    assert prepared.pipeline is prepared.pipeline


def test_masters_are_those_in_the_folder_with_the_fingerprint(edition: Edition, tmp_path: Path) -> None:
    digest = keep_tiny_master(edition, tmp_path)
    prepared = PreparedEdition(edition, digest, tmp_path)
    assert "abc" in texts(prepared.masters.handout(ABC, make=False))[0]
    assert "pipeline" not in vars(prepared), "a merge needs no typesetter"
    for other in (PreparedEdition(edition, "digest", tmp_path), PreparedEdition(edition, digest, None)):
        with pytest.raises(NeedsTypesetterError, match="no master yet"):
            other.masters.handout(ABC, make=False)


def test_masters_are_typeset_with_the_same_pipeline(edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    builders = replace_builder(monkeypatch)
    prepared = PreparedEdition(edition, "digest", None)
    prepared.masters.handout(ABC, make=True)
    (builder,) = builders
    assert builder.pipeline is prepared.pipeline
    assert builder.pages == ("sitaatti",)
