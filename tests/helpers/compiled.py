"""The shipped templates compiled once in a process, however many courses a test makes.

To compile them takes 40 ms, and each course has an environment of its own: in the tests, more time than all filling.
"""

from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from worksheets.compose.sandbox import Sandbox


class Compiled(BytecodeCache):
    """Keeps templates' code in memory, by their files; Jinja compares the texts, so that a changed file is read."""

    def __init__(self) -> None:
        self.codes: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.codes:
            bucket.bytecode_from_string(self.codes[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.codes[bucket.key] = bucket.bytecode_to_string()


def compile_once() -> None:
    """Let every sandbox that is made after this take the templates' code from one place."""
    compiled, plain = Compiled(), Sandbox.__init__

    def with_compiled(sandbox: Sandbox, folder: Path) -> None:
        plain(sandbox, folder)
        sandbox.bytecode_cache = compiled

    Sandbox.__init__ = with_compiled  # type: ignore[assignment, method-assign]
