"""Takes away one guard after another and shows that its test fails: `make mutants [ONLY=word]`."""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
FOLDERS = ("schemas", "services", "deploy", "tests", "bench")
TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Guard:
    """`without` stands in for `guard`, which must stand once in `file`; `test` must fail then."""

    trap: str
    file: str
    guard: str
    test: str
    without: str = ""


class GuardNotFound(Exception):
    """The guard does not stand in its file, or more than once."""


def main(only: str = "") -> int:
    """Exit status 1 if any test passes without its guard."""
    guards = [Guard(**entry) for entry in yaml.safe_load((ROOT / "tests" / "guards.yaml").read_text(encoding="utf-8"))]
    chosen = [guard for guard in guards if only.lower() in f"{guard.trap} {guard.file}".lower()]
    survived = [guard for guard in chosen if not report(guard, fails_without(guard))]
    print(f"{len(chosen) - len(survived)} passed, {len(survived)} failed")
    return 1 if survived or not chosen else 0


def report(guard: Guard, failed: bool) -> bool:
    print(f"{'held    ' if failed else 'NOT HELD'}  {guard.trap}  ({guard.test})", flush=True)
    return failed


def fails_without(guard: Guard) -> bool:
    """Whether the guard's test fails in a copy of the tree that lacks the guard."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder:
        copy = Path(folder)
        for name in FOLDERS:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", copy)
        (copy / guard.file).write_text(mutated(guard, (copy / guard.file).read_text(encoding="utf-8")), encoding="utf-8")
        return run_test(guard.test, copy) != 0


def mutated(guard: Guard, source: str) -> str:
    """Raises GuardNotFound."""
    if source.count(guard.guard) != 1:
        raise GuardNotFound(f"{guard.file} holds the guard against {guard.trap!r} {source.count(guard.guard)} times")
    return source.replace(guard.guard, guard.without)


def run_test(test: str, folder: Path) -> int:
    """pytest's exit status. A test that hangs has failed."""
    command = [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", test]
    environment = {**os.environ, "DEMARCHE_CACHE": os.environ.get("DEMARCHE_CACHE", str(ROOT / ".cache"))}
    try:
        status = subprocess.run(
            command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=TIMEOUT_SECONDS, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return 1
    if status not in (0, 1):
        raise GuardNotFound(f"pytest cannot run {test}: exit status {status}")
    return status


if __name__ == "__main__":
    sys.exit(main(os.environ.get("ONLY", "")))
