"""The places of a course's slots in a layout: what is the same for every participant, worked out when first asked."""

from collections.abc import Mapping

from msgspec.structs import replace

from worksheets.caches import Lifetime, memoized
from worksheets.course.course import Course
from worksheets.course.layout import Layout, Place
from worksheets.course.slots import Part

from .boxes import box_height
from .contact_map import Rings, rings
from .rules import PROMPT, prompt_width, rule_steps
from .table_rows import Columns
from .table_shape import CELL, TableShape, cell_places, table_shape, written_places


class CoursePlaces:
    """The places of one course in one layout. The pages of any number of participants share them."""

    def __init__(self, course: Course, layout: Layout) -> None:
        self.course = course
        self.layout = layout
        self._exercises = {part.id: part for part in reversed(course.root.parts)}
        kept = memoized(Lifetime.SESSION)
        self.list_of = kept(_list_of)
        self.is_name = kept(self._is_name)
        self.prompt_place = kept(self._prompt_place)
        self.rule_steps = kept(self._rule_steps)
        self.box_height = kept(self._box_height)
        self.table_shape = kept(self._table_shape)
        self.cell_places = kept(self._cell_places)
        self.columns = kept(self._columns)
        self.rings = kept(self._rings)

    def exercise(self, path: str) -> Part | None:
        """Return the exercise with an id; None if there is none."""
        return self._exercises.get(path)

    def _is_name(self, path: str) -> bool:
        """Return True if a slot holds the participant's name, or the name of a list's entry."""
        if path == self.course.name_slot:
            return True
        entries = self.list_of(path)
        table = self.course.part(entries) if entries else None
        return table is not None and not table.given and table.parts[0].id == path.rpartition(".")[2]

    def _prompt_place(self, exercise_id: str) -> Place:
        """Return the place of an exercise's prompts, in columns of their width."""
        declared, exercise = self.layout.place(PROMPT), self.exercise(exercise_id)
        return replace(declared, width=prompt_width(exercise, self.layout) if exercise else declared.width)

    def _rule_steps(self, path: str, place: str) -> tuple[int, ...]:
        """Return the numbers of rules to try in a place of an exercise, as ``rules.rule_steps`` does."""
        return rule_steps(self.exercise(path), place, self.layout)

    def _box_height(self, path: str) -> float:
        """Return the height in mm of the box that a text is written in; 0 for a text that stands on rules."""
        exercise = self.exercise(path)
        return box_height(exercise, self.layout) if exercise else 0.0

    def _table_shape(self, path: str) -> TableShape:
        """Return how a table lies on the sheets of the layout."""
        return table_shape(self.course.part(path), self.layout)

    def _cell_places(self, path: str, place: str) -> Mapping[str, Place]:
        """Return the places of a table's cells by the ids of their columns."""
        table = self.course.part(path)
        places = written_places(table, cell_places(table, place, self.layout))
        return dict(zip((part.id for part in table.parts), places, strict=True))

    def _columns(self, path: str) -> Columns:
        """Return the columns of a table on its page."""
        return Columns(tuple(self.cell_places(path, CELL).values()), are_given=bool(self.course.part(path).given))

    def _rings(self, count: int) -> Rings:
        """Return the balls of a map with so many entries."""
        number = self.layout.number
        return rings(count, number("map-side"), number("ball-size"), number("centre-size"))


def _list_of(path: str) -> str:
    """Return the path of the list that a slot's entry is in; empty if it is in none."""
    entries, _dot, row = path.rpartition(".")[0].rpartition(".")
    return entries if row.isdecimal() else ""
