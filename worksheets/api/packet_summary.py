"""How a packet ended, in figures and in words: counted from its events, and the same in every face."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from worksheets.errors import Refusal, joined
from worksheets.messages import _, ngettext, typed
from worksheets.packet.events import LeftOut, PacketEvent, PacketFile, Started, State
from worksheets.pdf.duplex import Duplex

_GOOD = (State.MADE, State.KEPT)
_MOST_OMISSIONS = 10
"""The most rows and sheets without people that are named at the end of a packet."""


@dataclass(frozen=True, slots=True)
class PaperUse:
    """How much paper handouts take, and how they are printed on it."""

    sheets: int
    pages: int
    duplex: Duplex
    """On which sides the print file asks to be printed, and over which edge the sheet is turned."""
    sheets_each: int = 0
    """The sheets of one handout, if all have as many; otherwise 0."""


class PacketSummary:
    """Counts what happens to a packet's files, and says how it ended; it can be asked while the packet is made.

    It holds no handout that is there: a hundred thousand of them would take half a gigabyte.
    """

    def __init__(self, *, two_sided: bool, forms: bool = False, certificates: bool = False) -> None:
        """With ``forms``, each participant gets a file to fill in on a screen, and nobody has to print anything.

        With ``certificates``, what is made are those, and no handouts.
        """
        self.two_sided = two_sided
        self.forms = forms
        self.certificates = certificates
        self.started: Started | None = None
        self.files: list[PacketFile] = []
        """All files but the handouts that are there, or would be made but for a dry run."""
        self.left_out: list[LeftOut] = []
        self.pages = 0
        """How many pages the handouts have."""
        self.sheets = 0
        """How many sheets of paper the handouts take."""
        self._counts: Counter[State] = Counter()
        """The handouts, by what became of them."""
        self._sheets_each: set[int] = set()
        """How many sheets single handouts take."""
        self._refusals: Counter[Refusal] = Counter()
        """Why handouts were typeset although masters were wanted."""

    def add(self, event: PacketEvent) -> None:
        """Count an event."""
        if isinstance(event, Started):
            self.started = event
        elif isinstance(event, LeftOut):
            self.left_out.append(event)
        elif event.is_handout and event.state is not State.FAILED:
            self._count(event)
        else:
            self.files.append(event)

    def _count(self, handout: PacketFile) -> None:
        """Count a handout that is there, or would be made."""
        self._counts[handout.state] += 1
        if handout.state in _GOOD:
            sheets = (handout.pages + 1) // 2 if self.two_sided else handout.pages
            self.pages += handout.pages
            self.sheets += sheets
            self._sheets_each.add(sheets)
            if handout.refusal:
                self._refusals[handout.refusal] += 1

    @property
    def folder(self) -> Path | None:
        """The packet's folder; None until the packet has started."""
        return self.started.folder if self.started else None

    @property
    def wanted(self) -> int:
        """How many handouts there are to be, those included that are kept; 0 until the packet has started."""
        return self.started.handouts if self.started else 0

    @property
    def finished(self) -> int:
        """How many handouts are through, well or not."""
        return self._counts.total() + len(self.failed)

    @property
    def made(self) -> int:
        """How many handouts have been made in this run."""
        return self._counts[State.MADE]

    @property
    def kept(self) -> int:
        """How many handouts were there already, as this run would have made them."""
        return self._counts[State.KEPT]

    @property
    def planned(self) -> int:
        """How many handouts would be made but for a dry run."""
        return self._counts[State.PLANNED]

    @property
    def failed(self) -> list[PacketFile]:
        """The handouts that could not be made, each with its failure."""
        return [file for file in self.files if file.is_handout and file.state is State.FAILED]

    @property
    def good(self) -> int:
        """How many handouts are there."""
        return self.made + self.kept

    @property
    def products(self) -> list[PacketFile]:
        """The files besides the handouts and the print file that are there, such as a sign-in sheet."""
        return [file for file in self.files if file.product and file.state in _GOOD]

    @property
    def failed_products(self) -> list[PacketFile]:
        """The files besides the handouts that could not be made, each with its failure."""
        return [file for file in self.files if file.product and file.state is State.FAILED]

    @property
    def print_files(self) -> list[PacketFile]:
        """The print files that are there: one, or the volumes in their order."""
        others = (file for file in self.files if not file.is_handout and not file.product)
        return [file for file in others if file.state in _GOOD]

    @property
    def left_over(self) -> list[PacketFile]:
        """Files of an earlier run that are not part of this one."""
        return [file for file in self.files if file.state is State.LEFT_OVER]

    @property
    def people_left_out(self) -> list[LeftOut]:
        """Those who are in the list, and get no handout."""
        return [event for event in self.left_out if event.reason.is_of_a_person]

    @property
    def is_complete(self) -> bool:
        """Return True if no file has failed, and nobody in the list is left out."""
        return not self.failed and not self.failed_products and not self.people_left_out

    @property
    def result(self) -> Path | None:
        """What a trainer wants to see: the only print file, or else the folder; None if no handout has been made."""
        if len(self.print_files) == 1:
            return self.print_files[0].path
        return self.folder if self.good else None

    @property
    def paper(self) -> PaperUse:
        """How much paper the handouts take, and how the print files are printed on it."""
        each = self._sheets_each
        return PaperUse(self.sheets, self.pages, self._duplex, next(iter(each)) if len(each) == 1 else 0)

    @property
    def _duplex(self) -> Duplex:
        """On which sides the print files ask to be printed, and over which edge the sheet is turned."""
        usual = Duplex.LONG_EDGE if self.two_sided else Duplex.ONE_SIDE
        return next((file.duplex for file in self.print_files if file.duplex), usual)

    def problems(self) -> Iterator[str]:
        """Yield why files could not be made, and then what is left over of an earlier run."""
        yield from (problem for file in self.files for problem in file.problems)
        yield from dict.fromkeys(line for file in self.files if file.failure for line in file.failure.advice)
        message = _("{path}: left over from an earlier run, not part of this one")
        yield from (message.format(path=file.path) for file in self.left_over)

    def omissions(self, *, people_only: bool = False) -> Iterator[str]:
        """Yield who in the list is left out and why, and unless only people count, what is left out as no person."""
        others = [event for event in self.left_out if not event.reason.is_of_a_person and not people_only]
        yield from (str(event.omission) for event in (*others[:_MOST_OMISSIONS], *self.people_left_out))
        if len(others) > _MOST_OMISSIONS:
            more = len(others) - _MOST_OMISSIONS
            message = ngettext(
                "and {count} more row that is not a person; “{command}” shows it",
                "and {count} more rows that are not people; “{command}” shows them",
                more,
            )
            yield message.format(count=more, command=typed("check"))

    def counts_text(self) -> str:
        """Return a sentence about how many handouts were made, kept and could not be made."""
        first = self._made_certificates() if self.certificates else self._made_handouts()
        parts = [first.format(count=self.planned or self.made)]
        if kept := self.kept:
            # Translators: It follows “6 handouts made, ”.
            parts.append(ngettext("{count} kept as it was", "{count} kept as they were", kept).format(count=kept))
        if failed := len(self.failed):
            # Translators: It follows “6 handouts made, ”.
            parts.append(
                ngettext("{count} failed, see above", "{count} failed, see above", failed).format(count=failed)
            )
        return ", ".join(parts) + "."

    def _made_handouts(self) -> str:
        """Return how many handouts were made, or would be; ``count`` is to be filled in."""
        if planned := self.planned:
            return ngettext("{count} handout would be made", "{count} handouts would be made", planned)
        if made := self.made:
            return ngettext("{count} handout made", "{count} handouts made", made)
        return _("No new handouts")

    def _made_certificates(self) -> str:
        """Return how many certificates were made, or would be; ``count`` is to be filled in."""
        if planned := self.planned:
            return ngettext("{count} certificate would be made", "{count} certificates would be made", planned)
        if made := self.made:
            return ngettext("{count} certificate made", "{count} certificates made", made)
        return _("No new certificates")

    def what_to_do(self) -> str:
        """Return a sentence about what a trainer does with the files; empty if there are none."""
        good, folder = self.good, self.folder
        if good and folder and self.forms:
            message = ngettext(
                "{count} form is in {folder}; send it to the participant.",
                "{count} forms are in {folder}; send each participant their own.",
                good,
            )
            return message.format(count=good, folder=folder)
        if files := self.print_files:
            place = files[0].path if len(files) == 1 else self._volumes(files)
            return _print_message(files[0].duplex, self.sheets).format(path=place, count=self.sheets)
        if not good or not folder:
            return ""
        if self.certificates:
            message = ngettext("{count} certificate is in {folder}.", "{count} certificates are in {folder}.", good)
        else:
            message = ngettext("{count} handout is in {folder}.", "{count} handouts are in {folder}.", good)
        return message.format(count=good, folder=folder)

    def _volumes(self, files: Sequence[PacketFile]) -> str:
        """Return how a message calls several print files: how many there are, and their folder."""
        # Translators: It stands for the print file in “Print {path} on one side: 700 sheets.”
        message = ngettext("{count} file in {folder}", "the {count} files in {folder}, one after another,", len(files))
        return message.format(count=len(files), folder=self.folder)

    def products_text(self) -> str:
        """Return what there is besides the handouts and the print file, and what of it failed; empty for nothing."""
        return " ".join(filter(None, (self._other_files(), self._certificates(), self._failed_files())))

    def _other_files(self) -> str:
        """Return a sentence that names the files that are of the whole group."""
        planned = [file for file in self.files if file.product and file.state is State.PLANNED and not file.participant]
        if planned:
            message = ngettext(
                "{count} more file would be made: {names}.", "{count} more files would be made: {names}.", len(planned)
            )
            return message.format(count=len(planned), names=self._names(planned))
        files, folder = [file for file in self.products if not file.participant], self.folder
        message = ngettext(
            "{count} more file in {folder}: {names}.", "{count} more files in {folder}: {names}.", len(files)
        )
        return message.format(count=len(files), folder=folder, names=self._names(files)) if files else ""

    def _certificates(self) -> str:
        """Return a sentence about how many certificates there are; those of a dry run are not there."""
        of_people = [file for file in self.products if file.participant]
        message = ngettext("{count} certificate.", "{count} certificates.", len(of_people))
        return message.format(count=len(of_people)) if of_people else ""

    def _failed_files(self) -> str:
        failed = self.failed_products
        message = ngettext(
            "{count} more file failed, see above: {names}.",
            "{count} more files failed, see above: {names}.",
            len(failed),
        )
        return message.format(count=len(failed), names=self._names(failed)) if failed else ""

    def _names(self, files: Sequence[PacketFile]) -> str:
        """Return the names of files as a message lists them, with the subfolder that they are in."""
        folder = self.folder or Path()
        return joined(sorted(file.path.relative_to(folder).as_posix() for file in files))

    def left_out_text(self) -> str:
        """Return a sentence about how many people are left out; empty if nobody is."""
        return people_left_out(len(self.people_left_out))

    def figures(self) -> Iterator[tuple[str, str]]:
        """Yield the label and the value of each row of the figures."""
        yield _("pages"), str(self.pages)
        yield _("sheets"), str(self.sheets)
        for label, unexpected in ((_("typeset"), False), (_("typeset after a failure"), True)):
            refusals = [
                f"{count} ({refusal})"
                for refusal, count in self._refusals.most_common()
                if refusal.reason.is_unexpected is unexpected
            ]
            if refusals:
                yield label, ", ".join(refusals)


def people_left_out(count: int) -> str:
    """Return a sentence about how many people are left out; empty if nobody is."""
    message = ngettext("{count} person was left out, see above.", "{count} people were left out, see above.", count)
    return message.format(count=count) if count else ""


def _print_message(duplex: Duplex | None, sheets: int) -> str:
    """Return how a print file is printed, with its ``path`` and the ``count`` of sheets still to be filled in."""
    if duplex is Duplex.LONG_EDGE:
        return ngettext(
            "Print {path} on both sides, flipped on the long edge: {count} sheet.",
            "Print {path} on both sides, flipped on the long edge: {count} sheets.",
            sheets,
        )
    if duplex is Duplex.SHORT_EDGE:
        return ngettext(
            "Print {path} on both sides, flipped on the short edge: {count} sheet.",
            "Print {path} on both sides, flipped on the short edge: {count} sheets.",
            sheets,
        )
    return ngettext(
        "Print {path} on one side: {count} sheet.",
        "Print {path} on one side: {count} sheets.",
        sheets,
    )
