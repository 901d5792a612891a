"""Exercise types by name: each module of this folder that has a ``TYPE`` is one."""

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from worksheets.caches import Lifetime, memoized

from .exercise_type import ExerciseType


@memoized(Lifetime.SESSION)
def exercise_types() -> Mapping[str, ExerciseType]:
    """Return the types by their names in ``course.toml``."""
    folders = import_module(__package__).__path__
    modules = [import_module(f"{__package__}.{module.name}") for module in pkgutil.iter_modules(folders)]
    types = [module.TYPE for module in modules if hasattr(module, "TYPE")]
    return {type_.kind: type_ for type_ in types}


@memoized(Lifetime.SESSION)
def types_by_any_name() -> Mapping[str, ExerciseType]:
    """Return the types by their English and their Finnish names."""
    return {name: type_ for type_ in exercise_types().values() for name in (type_.kind, type_.finnish)}
