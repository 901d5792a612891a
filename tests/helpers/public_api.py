"""The public names of the library with their signatures, as text: ``python -m tests.helpers.public_api`` prints it."""

import ast
import inspect
from collections.abc import Iterator
from textwrap import dedent
from typing import Any

import worksheets


def described() -> str:
    """Return a line for each public name, field, member and method, as the source has it, under the version."""
    lines = [f"worksheets {worksheets.__version__}"]
    for name in sorted(worksheets.__all__):
        value = getattr(worksheets, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            lines += _described(ast.parse(dedent(inspect.getsource(value))).body[0])
        else:
            lines.append(f"{name} = {_union(value)}")
    return "\n".join(lines) + "\n"


def _union(value: Any) -> str:  # noqa: ANN401 - a union of classes
    return " | ".join(part.__name__ for part in value.__args__)


def _described(node: ast.stmt, indent: str = "") -> Iterator[str]:
    if isinstance(node, ast.FunctionDef):
        decorators = "".join(f"@{ast.unparse(decorator)} " for decorator in node.decorator_list)
        returns = ast.unparse(node.returns) if node.returns else ""
        yield f"{indent}{decorators}{node.name}({ast.unparse(node.args)}) -> {returns}"
    elif isinstance(node, ast.ClassDef):
        yield f"class {node.name}({', '.join(map(ast.unparse, node.bases))})"
        public = [part for part in node.body if not _name(part).startswith("_") or _name(part) == "__init__"]
        for part in public:
            yield from _described(part, "    ")
    elif isinstance(node, ast.AnnAssign | ast.Assign):
        yield f"{indent}{ast.unparse(node)}"


def _name(node: ast.stmt) -> str:
    return node.name if isinstance(node, ast.FunctionDef) else ""


if __name__ == "__main__":
    print(described(), end="")  # noqa: T201
