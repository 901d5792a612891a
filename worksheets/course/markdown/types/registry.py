"""Exercise types by name: each module of this folder that has a ``TYPE`` is one."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from worksheets.caches import Lifetime, memoized
from worksheets.course.markdown.fence import ExerciseType


@memoized(Lifetime.SESSION)
def exercise_types() -> Mapping[str, ExerciseType]:
    """Return the types by their English and their Finnish names."""
    folder = Path(__file__).parent
    modules = [import_module(f"{__package__}.{module.name}") for module in pkgutil.iter_modules([str(folder)])]
    types = [module.TYPE for module in modules if hasattr(module, "TYPE")]
    return {name: type_ for type_ in types for name in (type_.kind, type_.finnish)}
