"""The catalogue of feeds: a YAML file with a list `sources`, checked whole when it is loaded."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec
import yaml
from msgspec import Meta, Struct

from schemas.codec import field_and_rule
from services.ingest.canonical_url import BadUrl, canonical_url

SHORTEST_INTERVAL_SECONDS = 60


class FeedSource(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`language` is for items where neither they nor the feed say one."""

    id: Annotated[str, Meta(min_length=1, max_length=100)]
    url: str
    name: str | None = None
    kind: Literal["agency", "ministry", "mission", "media", "social"] = "media"
    language: str | None = None
    interval_seconds: Annotated[int, Meta(ge=SHORTEST_INTERVAL_SECONDS)] = 900


class _Catalogue(Struct, frozen=True, forbid_unknown_fields=True):
    sources: list[FeedSource]


class BadCatalogue(ValueError):
    """`field` is a path such as `sources[3].url`."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(f"{field or 'catalogue'}: {rule}")
        self.field = field
        self.rule = rule


def load(path: Path) -> list[FeedSource]:
    """Raises BadCatalogue, and OSError for a file that cannot be read."""
    try:
        sources = msgspec.convert(yaml.safe_load(path.read_text()), _Catalogue).sources
    except msgspec.ValidationError as error:
        raise BadCatalogue(*field_and_rule(error)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadCatalogue("", f"must be YAML: {' '.join(str(error).split())}") from error
    ids: set[str] = set()
    for n, source in enumerate(sources):
        try:
            canonical_url(source.url)
        except BadUrl as error:
            raise BadCatalogue(f"sources[{n}].url", str(error)) from error
        if source.id in ids:
            raise BadCatalogue(f"sources[{n}].id", f"{source.id} is there twice")
        ids.add(source.id)
    return sources
