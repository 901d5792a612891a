"""Whatever a stranger sends back as a form, it is said in a line, and the form beside it is in the list."""

import pickle
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import Random

import pytest

from tests.helpers import form_mutations
from tests.helpers.forms import form_of, typed
from tests.helpers.tiny_form import tiny_form
from worksheets.course.course import Course
from worksheets.pdf.form_reader import FormReading, read_form
from worksheets.pdf.form_reader import collect as collect_forms
from worksheets.people.list_options import ListOptions
from worksheets.people.roster import study_roster
from worksheets.people.writers import as_file

GOOD = {"nimi": "Aino Esimerkki", "aika": "=tiistai"}
BAD = {"nimi": "Ville Mallikas", "aika": "keskiviikko", "tukiverkosto.esimies": "Apua"}
ENDINGS = (".xlsx", ".csv", ".yaml")
LONGEST = 100_000
"""The most letters of all that is said of one file."""


def chance(seed: int) -> Random:
    """Return a source of chance that is the same in each run."""
    return Random(seed)  # noqa: S311 - no secret


def judge(course: Course, folder: Path, files: dict[str, bytes]) -> None:
    """Read hostile forms and one good one; whatever is in the list can be read again in every format."""
    for name, data in files.items():
        (folder / f"{name}.pdf").write_bytes(data)
    (folder / "zz.pdf").write_bytes(tiny_form(GOOD))
    readings: dict[Path, FormReading] = {}

    def read(paths: Sequence[Path]) -> Iterable[FormReading]:
        readings.update({path: read_form(path, course) for path in paths})
        return readings.values()

    returned = collect_forms([folder], course, read=read)
    assert len(readings) == len(files) + 1
    for path, reading in readings.items():
        assert reading.answers or reading.errors or reading.notes, path
        assert sum(map(len, (*reading.errors, *reading.notes))) < LONGEST, path
        assert pickle.loads(pickle.dumps(reading)) == reading, path  # noqa: S301 - our own
    for ending in ENDINGS:
        written = folder / f"lista{ending}"
        written.write_bytes(as_file(returned.participants, written, course))
        roster = study_roster(written, course, ListOptions())
        assert len(roster.people) == len(returned.participants), ending
        whole = [person.participant.values for person in roster.people if not person.problems]
        assert GOOD in whole, ending
        for person, participant in zip(roster.people, returned.participants, strict=True):
            assert person.problems or person.participant.values == participant.values, ending


@pytest.mark.parametrize("mutation", form_mutations.MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_hostile_forms_and_a_good_one(course: Course, tmp_path: Path, mutation: form_mutations.Mutation) -> None:
    form = tiny_form(BAD, content=b"/P BMC EMC")
    judge(course, tmp_path, {f"{seed}": mutation(form, chance(seed)) for seed in range(3)})


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, 4_000, 400))
def test_many_hostile_forms_and_a_good_one(course: Course, tmp_path: Path, start: int) -> None:
    form = typed(form_of(pages="1,7"), BAD)
    judge(
        course, tmp_path, {f"{seed}": form_mutations.mutated(form, chance(seed)) for seed in range(start, start + 400)}
    )


@pytest.mark.parametrize("mutation", form_mutations.MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_the_same_seed_gives_the_same_file(mutation: form_mutations.Mutation) -> None:
    form = tiny_form(BAD)
    assert mutation(form, chance(7)) == mutation(form, chance(7)) != form
