"""What the trial says on the terminal."""

import shlex
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from rich.console import Console
from rich.text import Text

from deploy.trial.ports import HOST
from deploy.trial.settings import TrialSettings

OWN_ARTICLE = Path(__file__).with_name("own_article.json")

console = Console(highlight=False)


def invitation(settings: TrialSettings, ingest_key: str, alerts_key: str) -> Text:
    """The page takes its keys from the fragment of its address, which a browser sends to no server."""
    ingest = f"http://{HOST}:{settings.ingest_port}"
    fragment = urlencode({"key": alerts_key, "ingest": ingest, "ingest_key": ingest_key})
    authorization = f'"Authorization: Bearer $(cat {shown(settings.demarche_data / "ingest.key")})"'
    article = shlex.quote(OWN_ARTICLE.read_text().strip())
    return Text.assemble(
        ("\nThe page:\n", "bold"),
        f"http://{HOST}:{settings.alerts_port}/#{fragment}\n",
        ("An article of your own:\n", "bold"),
        f"curl -H {authorization} -H 'Content-Type: application/json' {ingest}/v1/items -d {article}\n",
        ("Commands like those of the README, on this system, after:\n", "bold"),
        f". {shown(settings.environment_file)}\n",
        "Ctrl-C stops everything; the data stay.\n",
    )


def shown(path: Path) -> Path:
    """Short where it is below the folder that one is in."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def show(line: Text) -> None:
    """On one line: cut on a terminal, whole in a file."""
    if console.is_terminal:
        console.print(line, no_wrap=True, overflow="ellipsis", crop=True)
    else:
        console.print(line, soft_wrap=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    console.print(f"starting {what} ... ", end="")
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        console.print()
        raise
    console.print(f"{time.monotonic() - begun:.1f} s")
