"""`make scores`: what readers marked, against what the system says; fails where a figure falls below its bound.

Reads the folder `../shared` beside the repository (or the one that DEMARCHE_SHARED names), which holds texts that are not ours
to publish. A clone without it says so and succeeds.
"""

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bench.seed import check_seed

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("DEMARCHE_SHARED", ROOT.parent / "shared"))
TAG = f"{sys.executable} -m services.enricher tag"
REPLAY = f"{sys.executable} -m services.alerts calendar replay"


def main() -> int:
    if not (SHARED / "gold").is_dir():
        print(f"no marked texts at {SHARED}: nothing to score")
        return 0
    bounds = tomllib.loads((ROOT / "bench" / "bounds.toml").read_text(encoding="utf-8"))
    fallen = [fall for part in (gold, scenarios, seed) for fall in judge(part(), bounds)]
    for fall in fallen:
        print(f"FALLEN  {fall}")
    return 1 if fallen else 0


Scored = Iterator[tuple[str, Mapping[str, float]]]


def judge(parts: Scored, bounds: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    """Prints each part's figures, and yields those that are below their bound (above it, for `told twice`)."""
    for name, figures in parts:
        print(f"{name:24}", "  ".join(f"{figure} {value:.3f}".removesuffix(".000") for figure, value in figures.items()), flush=True)
        for figure, bound in bounds.get(name, {}).items():
            value = figures[figure]
            if value > bound if figure == "told twice" else value < bound:
                yield f"{name}: {figure} is {value:.3f}, the bound {bound}"


def gold() -> Scored:
    for file in sorted((SHARED / "gold").glob("*.jsonl")):
        yield f"gold/{file.stem}", flat(scored_gold(file))


def scored_gold(file: Path) -> Any:
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as tagged, file.open("rb") as items:
        subprocess.run(TAG.split(), stdin=items, stdout=tagged, cwd=ROOT, check=True)
        return printed_json(SHARED / "gold" / "score.py", str(file), tagged.name, "--json")


def flat(figures: Mapping[str, Any]) -> dict[str, float]:
    """The figures that have bounds, by short names."""
    found = figures["events.found"]
    return {
        **{
            kind: figures[kind]["f1"] for kind in ("countries", "main_countries", "organisations", "officials", "topics") if kind in figures
        },
        "exact": figures["countries"]["exact_set"],
        "title": figures["officials"]["title"],
        "country": figures["officials"]["country"],
        "events": found["f1"],
        "status": found["status"],
        "when": found["when"],
        "full": figures["events.full"]["f1"],
    }


def scenarios() -> Scored:
    for file in sorted((SHARED / "scenarios").glob("*.jsonl")):
        for row, flags in (("perfect", ["--perfect"]), ("together", ["--perfect", "--together"]), ("ours", [])):
            figures = printed_json(
                SHARED / "scenarios" / "score.py", "score", str(file), *flags, "--tag", TAG, "--replay", REPLAY, "--json"
            )
            values = {kind: figures[kind]["f1"] for kind in ("events", "changes", "full")}
            yield f"scenarios/{file.stem}/{row}", {**values, "told twice": figures["told twice"]}


def seed() -> Scored:
    failures = check_seed(SHARED / "seed" / "article.txt")
    for failure in failures:
        print(f"seed: {failure}")
    yield "seed", {"failures": len(failures), "right": float(not failures)}


def printed_json(*command: Any) -> Any:
    done = subprocess.run([sys.executable, *map(str, command)], cwd=ROOT, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main())
