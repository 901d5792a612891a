"""All commands of ``worksheets``: arguments in, lines out. What is done is in ``worksheets.api``."""

from . import course_pages, handout_commands, list_commands, product_commands, serving, support, watching
from .group import main

__all__ = [
    "course_pages",
    "handout_commands",
    "list_commands",
    "main",
    "product_commands",
    "serving",
    "support",
    "watching",
]
