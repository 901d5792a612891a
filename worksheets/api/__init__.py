"""What the product does, as typed functions: the command line, a web page and other programs are built on this.

Options are frozen dataclasses, results are values, and nothing is printed. Whatever a user can mend is raised as a
``WorksheetsError`` with all its problems, each naming its place and its cure. Messages name the options of the command
line; the attributes here have the same names. Functions that make handouts take a ``Session``; those that share one
are faster from the second handout on.
"""

TYPE_CHECKING = False  # Type checkers take it as true; the module typing would take longer to load than all this.
if TYPE_CHECKING:
    from worksheets.compose.products.kinds import (
        Attendance,
        Calibration,
        Cards,
        Certificate,
        GroupLists,
        PacketProduct,
        Product,
    )
    from worksheets.course.fault import CourseFault, FaultKind, Severity
    from worksheets.errors import WorksheetsError
    from worksheets.packet.events import (
        Failure,
        FailureReason,
        LeftOut,
        PacketEvent,
        PacketFile,
        Started,
        State,
    )
    from worksheets.packet.session import Session
    from worksheets.pdf.duplex import Duplex
    from worksheets.people.judged_list import (
        ColumnUse,
        Cure,
        JudgedColumn,
        JudgedList,
        JudgedRow,
        JudgedSheet,
        ListFault,
        SheetUse,
    )
    from worksheets.people.list_options import ListOptions
    from worksheets.people.omissions import LeftOutReason

    from .certificates import blank_certificate, make_certificates, plan_certificates
    from .course_check import CourseReport, check_course, is_course
    from .course_slots import CourseSlot, SlotKind, slots
    from .courses import Page, course_schema_text, layouts, pages, read_course, schema_text, shipped_courses, themes
    from .diagnosis import Diagnosis, KeptMasters, Library, doctor
    from .documents import Document, Pictures
    from .groups import Group, choose_group
    from .handouts import blank, fill
    from .lists import check, choose, collect, list_document, read_list, starting_documents
    from .missing import MissingAnswer, missing_answers
    from .new_courses import NewCourse, new_course
    from .open_lists import judge, list_of_names, meanings, new_list, open_list, open_list_document
    from .options import Machine, PacketOptions, PictureOptions, Selection
    from .orders import make_planned, try_planned, workers
    from .overviews import summary
    from .packet_summary import PacketSummary, PaperUse, people_left_out
    from .packets import make_packet, plan_packet
    from .page_view import PageView, pictures
    from .previews import PreviewOptions
    from .printing import Printing
    from .private_folder import PrivateFolder, use_private_folder
    from .product_names import products_named
    from .products import label_sheets, product
    from .watching import Preview, watch
else:

    def __getattr__(name: str) -> object:
        """Return a public name, whose module is loaded now: all of them together take half as long as a handout."""
        from importlib import import_module

        if name not in _MODULES:
            message = f"module {__name__!r} has no attribute {name!r}"
            raise AttributeError(message)
        value = getattr(import_module(_MODULES[name], __name__), name)
        globals()[name] = value
        return value


__all__ = [
    "Attendance",
    "Calibration",
    "Cards",
    "Certificate",
    "ColumnUse",
    "CourseFault",
    "CourseReport",
    "CourseSlot",
    "Cure",
    "Diagnosis",
    "Document",
    "Duplex",
    "Failure",
    "FailureReason",
    "FaultKind",
    "Group",
    "GroupLists",
    "JudgedColumn",
    "JudgedList",
    "JudgedRow",
    "JudgedSheet",
    "KeptMasters",
    "LeftOut",
    "LeftOutReason",
    "Library",
    "ListFault",
    "ListOptions",
    "Machine",
    "MissingAnswer",
    "NewCourse",
    "PacketEvent",
    "PacketFile",
    "PacketOptions",
    "PacketProduct",
    "PacketSummary",
    "Page",
    "PageView",
    "PaperUse",
    "PictureOptions",
    "Pictures",
    "Preview",
    "PreviewOptions",
    "Printing",
    "PrivateFolder",
    "Product",
    "Selection",
    "Session",
    "Severity",
    "SheetUse",
    "SlotKind",
    "Started",
    "State",
    "WorksheetsError",
    "blank",
    "blank_certificate",
    "check",
    "check_course",
    "choose",
    "choose_group",
    "collect",
    "course_schema_text",
    "doctor",
    "fill",
    "is_course",
    "judge",
    "label_sheets",
    "layouts",
    "list_document",
    "list_of_names",
    "make_certificates",
    "make_packet",
    "make_planned",
    "meanings",
    "missing_answers",
    "new_course",
    "new_list",
    "open_list",
    "open_list_document",
    "pages",
    "people_left_out",
    "pictures",
    "plan_certificates",
    "plan_packet",
    "product",
    "products_named",
    "read_course",
    "read_list",
    "schema_text",
    "shipped_courses",
    "slots",
    "starting_documents",
    "summary",
    "themes",
    "try_planned",
    "use_private_folder",
    "watch",
    "workers",
]
_NAMES = {
    "worksheets.compose.products.kinds": "Attendance Calibration Cards Certificate GroupLists PacketProduct Product",
    "worksheets.course.fault": "CourseFault FaultKind Severity",
    "worksheets.errors": "WorksheetsError",
    "worksheets.packet.events": "Failure FailureReason LeftOut PacketEvent PacketFile Started State",
    "worksheets.packet.session": "Session",
    "worksheets.pdf.duplex": "Duplex",
    "worksheets.people.judged_list": "ColumnUse Cure JudgedColumn JudgedList JudgedRow JudgedSheet ListFault SheetUse",
    "worksheets.people.list_options": "ListOptions",
    "worksheets.people.omissions": "LeftOutReason",
    ".certificates": "blank_certificate make_certificates plan_certificates",
    ".course_check": "CourseReport check_course is_course",
    ".course_slots": "CourseSlot SlotKind slots",
    ".courses": "Page course_schema_text layouts pages read_course schema_text shipped_courses themes",
    ".diagnosis": "Diagnosis KeptMasters Library doctor",
    ".documents": "Document Pictures",
    ".groups": "Group choose_group",
    ".handouts": "blank fill",
    ".lists": "check choose collect list_document read_list starting_documents",
    ".missing": "MissingAnswer missing_answers",
    ".new_courses": "NewCourse new_course",
    ".open_lists": "judge list_of_names meanings new_list open_list open_list_document",
    ".options": "Machine PacketOptions PictureOptions Selection",
    ".printing": "Printing",
    ".orders": "make_planned try_planned workers",
    ".overviews": "summary",
    ".packet_summary": "PacketSummary PaperUse people_left_out",
    ".packets": "make_packet plan_packet",
    ".page_view": "PageView pictures",
    ".previews": "PreviewOptions",
    ".private_folder": "PrivateFolder use_private_folder",
    ".product_names": "products_named",
    ".products": "label_sheets product",
    ".watching": "Preview watch",
}
"""The public names of each module."""
_MODULES = {name: module for module, names in _NAMES.items() for name in names.split()}
