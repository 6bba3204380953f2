"""Where a service's database is, and what a command says where it cannot be worked with."""

import sys
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError

from services.runtime.migrations import WrongSchema


def _postgresql(given: str) -> str:
    try:
        known = make_url(given).get_backend_name() in ("postgresql", "postgres")
    except (ArgumentError, ValueError):
        known = False
    if not known:
        raise ValueError("must be an address such as postgresql://USER:PASSWORD@HOST:5432/NAME")
    return given


# PostgreSQL's, whatever driver it names.
DatabaseUrl = Annotated[str, AfterValidator(_postgresql)]


def told_in_a_line(command: Callable[[], int]) -> int:
    """The command's exit status; 1 and a line on stderr where the database is away, refuses the user, or has another version of the schema."""
    try:
        return command()
    except OperationalError as error:
        print(f"the database does not answer: {' '.join(str(error.orig).split())}", file=sys.stderr)
    except WrongSchema as error:
        print(error, file=sys.stderr)
    return 1
