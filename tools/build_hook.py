"""What Hatchling calls before it builds a wheel, or an editable installation: it makes what git does not have."""

import os
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools import translations
from tools.build_masters import FEW, VARIABLE

ROOT = Path(__file__).parent.parent


class BuildHook(BuildHookInterface[Any]):
    """Compiles the catalogues of messages, and makes the masters that are shipped."""

    def dependencies(self) -> list[str]:
        """Return what masters are made with, for an isolated build; nothing where Pango is missing, too."""
        return list(self.metadata.core.dependencies) if find_library("pango-1.0") else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - as Hatchling has it
        """Make the files; for an ``editable`` installation few masters, as ``./run`` does, and for a wheel all.

        Without masters, the program is right and only slower, so that nothing fails for them.
        """
        translations.compile_all()
        command = [sys.executable, "-m", "tools.build_masters"]
        environment = ({VARIABLE: FEW} if version == "editable" else {}) | os.environ
        making = subprocess.run(  # noqa: S603 - our own
            command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True
        )
        if making.returncode or not any((ROOT / "worksheets" / "masters").glob("*.masters")):
            lines = making.stderr.strip().splitlines() or [f"exit code {making.returncode}"]
            self.app.display_warning(lines[-1])
