"""The options of products, such as the dates of a sign-in sheet."""

import click

from worksheets.messages import marked

from . import completing
from .names import ATTENDANCE, GROUPS
from .numbers import Number
from .translated import option

MOST = 100_000
"""The largest number of groups, people or a seed."""

as_list = option(
    "--as",
    "kind",
    type=click.Choice([ATTENDANCE, GROUPS]),
    default=ATTENDANCE,
    show_default=True,
    help=marked("attendance for a sign-in sheet, groups for lists of smaller groups."),
)
dates = option(
    "--dates",
    metavar=marked("DATES|NUMBER"),
    default_words=marked("one column"),
    help=marked(
        'The dates of a sign-in sheet, such as "12.1.2026 9.00–15.00, 19.1.2026", or how many there are, such as 4.'
    ),
)
by_last_name = option(
    "--by-last-name",
    is_flag=True,
    default=None,
    help=marked("Sort the sign-in sheet by last names, and print those first."),
)
groups = option(
    "--groups", type=Number(1, MOST), metavar=marked("NUMBER"), help=marked("Deal the people into so many groups.")
)
group_size = option(
    "--group-size",
    "size",
    type=Number(1, MOST),
    metavar=marked("NUMBER"),
    help=marked("Deal the people into groups of at most so many."),
)
apart = option(
    "--apart",
    metavar=marked("FIELD"),
    help=marked("Keep people with the same text in a field in different groups, such as organisaatio."),
    shell_complete=completing.fields,
)
seed = option(
    "--seed",
    type=Number(0, MOST),
    metavar=marked("NUMBER"),
    default_words="1",
    help=marked("Another number deals other groups; the same number always deals the same."),
)
signs = option("--signs", is_flag=True, default=None, help=marked("Add a sign to fold for each group's table."))
title = option(
    "--title",
    metavar=marked("TEXT"),
    default_words=marked("the usual one in the course's language"),
    help=marked("The title at the top."),
)
hours = option(
    "--hours",
    metavar=marked("NUMBER"),
    help=marked("How many hours the course took, as certificates say it, such as 22 or 4,5."),
)
of_certificates = (
    option(
        "--title",
        default="",
        metavar=marked("TEXT"),
        default_words=marked("the usual one in the course's language"),
        help=marked("The title at the top."),
    ),
    option(
        "--dates",
        default="",
        metavar=marked("DATES"),
        default_words=marked("the time in the list"),
        help=marked("When the course was held, such as 12.1.–2.2.2026, or all days with commas between them."),
    ),
    option(
        "--hours",
        default="",
        metavar=marked("NUMBER"),
        help=marked("How many hours the course took, such as 22 or 4,5."),
    ),
    option(
        "--contact-hours",
        default="",
        metavar=marked("NUMBER"),
        help=marked("How many of the hours were taught face to face."),
    ),
    option(
        "--topic",
        "topics",
        multiple=True,
        metavar=marked("TEXT"),
        help=marked("What the course covered; can be repeated, a line each."),
    ),
)
"""The options for what a certificate says."""
