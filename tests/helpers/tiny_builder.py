"""Masters without the typesetter: the master made by hand takes the place of those that would be built or kept."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.tiny_master import tiny_master
from worksheets.compose.edition import Edition
from worksheets.compose.fingerprint import content_digest, fingerprint
from worksheets.compose.page_data import PageData
from worksheets.master.cache import MasterCache
from worksheets.master.store import master_name
from worksheets.merge.model import Master
from worksheets.pipeline import Pipeline

NAME = master_name(tiny_master())
"""The name of the master that is kept."""


class TinyBuilder:
    """Takes the place of ``MasterBuilder``."""

    overflows = False

    def __init__(self, pages: tuple[str, ...], pipeline: Pipeline) -> None:
        self.pages = pages
        self.pipeline = pipeline
        self.builds = 0

    def build(self, new_page: Callable[[], PageData]) -> Master:
        assert new_page().text("nimi")
        self.builds += 1
        return tiny_master()


def replace_builder(monkeypatch: pytest.MonkeyPatch) -> list[TinyBuilder]:
    """Return a list of the builders that are made from now on; they give the master made by hand."""
    builders: list[TinyBuilder] = []

    def new_builder(pages: tuple[str, ...], pipeline: Pipeline) -> TinyBuilder:
        builders.append(TinyBuilder(pages, pipeline))
        return builders[-1]

    monkeypatch.setattr("worksheets.master.build.MasterBuilder", new_builder)
    return builders


def keep_tiny_master(edition: Edition, folder: Path) -> str:
    """Keep the master made by hand as an edition's, in a cache's folder; return the digest of the edition's content."""
    content = content_digest(edition)
    MasterCache(folder, fingerprint(content)).keep(NAME, tiny_master())
    return content
