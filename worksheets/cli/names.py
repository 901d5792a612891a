"""The names by which a system knows the command, and those that its options take."""

PROGRAM = "worksheets"
COMPLETION = "_WORKSHEETS_COMPLETE"
"""The environment variable with which a shell asks for completions; Click makes its name of the program's."""
PDF, PNG, TXT = "pdf", "png", "txt"
"""The formats of a handout."""
ATTENDANCE, GROUPS, CERTIFICATE = "attendance", "groups", "certificate"
"""The names of products, as their classes have them: to load these takes as long as all options."""
