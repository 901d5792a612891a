"""What Hatchling calls before it builds a wheel, or an editable installation: it makes what git does not have."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools import translations


class BuildHook(BuildHookInterface[Any]):
    """Compiles the catalogues of messages."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as Hatchling has it
        """Make the files."""
        translations.compile_all()
