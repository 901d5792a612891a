"""Measures the print file: what a handout costs in time, memory and size as there are more of them."""

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.people import people  # noqa: E402 - found by the path above
from worksheets.printfile import PrintFile  # noqa: E402

SAMPLE = 25
SIZES = (200, 2000)


def measure(count: int, folder: Path) -> str:
    """Return a line of figures for so many handouts, each under a name of its own."""
    handouts = [path.read_bytes() for path in sorted(folder.glob("*.pdf"))]
    began = time.perf_counter()
    with (folder / "print").open("wb") as out:
        file = PrintFile(out, "Kurssi", "fi")
        for number in range(count):
            file.add(handouts[number % len(handouts)], f"Esimerkki {number}")
        file.finish()
        size = out.tell()
    took = 1000 * (time.perf_counter() - began) / count
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    apart = count / len(handouts) * sum(map(len, handouts))
    return f"{count} handouts: {took:.1f} ms each, {memory:.0f} MiB, {size / apart:.2f} of the separate files' size"


def main() -> None:
    """Make a sample of handouts, then measure each size in a process of its own."""
    if sys.argv[1:]:
        print(measure(int(sys.argv[1]), Path(sys.argv[2])))
        return
    with tempfile.TemporaryDirectory() as folder:
        roster = Path(folder) / "group.yaml"
        roster.write_text(yaml.safe_dump(people(SAMPLE), allow_unicode=True), "utf-8")
        command = [
            sys.executable,
            "-m",
            "worksheets",
            "packet",
            str(roster),
            "-o",
            folder,
            "--quiet",
            "--no-print-file",
        ]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        for count in SIZES:
            subprocess.run([sys.executable, __file__, str(count), folder], check=True)


if __name__ == "__main__":
    main()
