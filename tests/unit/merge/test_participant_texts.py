"""A participant's texts are asked for when they are needed, and once."""

from msgspec import structs

from tests.helpers.row_data import HEIGHTS, RowData
from tests.helpers.tiny_master import SLOT, tiny_master
from worksheets.compose.contact_map import NAME
from worksheets.merge.participant_texts import ParticipantTexts
from worksheets.merge.text_setter import TextSetter
from worksheets.text.fit import Fit

CELL = structs.replace(SLOT, path="taulu.1.nimi", place="cell", room=400.0)
BALL = structs.replace(SLOT, path="kartta.1.nimi", place=NAME)


class Asked(RowData):
    """Notes what is asked for; a slot of a map can be asked for only when its map has been."""

    def __init__(self) -> None:
        super().__init__(2, 2, 2)
        self.fits: list[str] = []

    def fit(self, path: str, place: str) -> Fit:
        self.fits.append(path)
        assert place != NAME
        return Fit("normal", "abc")


def test_heights_ask_for_the_cells_of_their_rows_only() -> None:
    data = Asked()
    master = structs.replace(tiny_master(), slots=(CELL, BALL), heights=HEIGHTS)
    texts = ParticipantTexts(TextSetter(master), data)  # type: ignore[arg-type]
    assert texts.height_changes == [0.0] * len(HEIGHTS)
    assert set(data.fits) == {CELL.path}
