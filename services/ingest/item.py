"""A NewsItem from what a client submitted. Pure: the clock is an argument."""

import datetime
import re
import unicodedata

import msgspec

from schemas.codec import EncodeError, encode
from schemas.news_item import Dateline, NewsItem, Source
from schemas.topic_table import MAX_TEXT_BYTES, NEWS_ITEMS
from schemas.vocabulary import ORIGINS, PUBLISHED_PRECISIONS, SOURCE_KINDS
from services.ingest.canonical_url import BadUrl, canonical_url
from services.ingest.dateline import parse_dateline
from services.ingest.identity import item_id, version
from services.ingest.submission import FieldError, Refused, Submission, SubmittedDateline
from services.ingest.text import one_line, settled

DEFAULT_LANGUAGE = "en"
DEFAULT_KIND = "media"
_EARLIEST = datetime.datetime(1900, 1, 1, tzinfo=datetime.UTC)
_LATEST_AHEAD = datetime.timedelta(days=366)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_TOO_LONG = f"the text must not be over {MAX_TEXT_BYTES} bytes of UTF-8"
_ID_CHARACTERS = 500
_URL_CHARACTERS = 4000
# Control characters and lone surrogates; Persian names need the joiners, which are of category Cf.
_REFUSED = ("Cc", "Cs")


def make_item(submission: Submission, now: datetime.datetime) -> NewsItem:
    """`published_at` is `now` where none is given, and never after it. Raises Refused with all that is wrong."""
    errors: list[FieldError] = []
    source = _source(submission, errors)
    native_id = _id("native_id", submission.native_id, errors) or _id("id", submission.id, errors)
    url = _url(submission.url, errors)
    title, title_bytes = _text("title", submission.title, errors)
    body, body_bytes = _text("body", submission.body, errors)
    if not (title or body or errors):
        errors.append(FieldError("body", "title and body must not both be empty"))
    if len(title_bytes) + 2 + len(body_bytes) > MAX_TEXT_BYTES:
        errors.append(FieldError("body", _TOO_LONG))
    language = submission.language or DEFAULT_LANGUAGE
    if not _LANGUAGE.fullmatch(language):
        errors.append(FieldError("language", "must be a language tag of BCP 47, such as en or pt-BR"))
    told, precision = _published(submission, now, errors)
    origin = _one_of("origin", submission.origin or "live", ORIGINS, errors)
    told_dateline = _told_dateline(submission, errors)
    if errors:
        raise Refused(errors)
    published_at = min(told or now, now)
    return NewsItem(
        id=item_id(source_id=source.id, native_id=native_id, url=url, title=title_bytes, body=body_bytes),
        version=version(
            title=title_bytes,
            body=body_bytes,
            language=language,
            published_at=told,
            precision=precision,
            dateline=told_dateline,
            retracted=submission.retracted,
        ),
        source=source,
        native_id=native_id,
        url=url,
        title=title or None,
        body=body,
        language=language,
        dateline=_dateline(told_dateline, body, published_at.date()),
        published_at=published_at,
        published_precision=precision,
        received_at=now,
        origin=origin,
        retracted=submission.retracted,
    )


def receive_again(item: NewsItem, now: datetime.datetime) -> NewsItem:
    """An item that ingest made before, with its id and version. Raises Refused where it is none that ingest could have made."""
    received = msgspec.structs.replace(item, received_at=now, published_at=min(item.published_at, now))
    errors: list[FieldError] = []
    try:
        encode(NEWS_ITEMS, received)
    except EncodeError as error:
        raise Refused([FieldError(error.field, error.rule)]) from error
    if len(received.text.encode()) > MAX_TEXT_BYTES:
        errors.append(FieldError("body", _TOO_LONG))
    if "\0" in received.text:
        errors.append(FieldError("body", "must not contain NUL"))
    if errors:
        raise Refused(errors)
    return received


def _source(submission: Submission, errors: list[FieldError]) -> Source:
    source = submission.source
    name = _plain("source.name", source.name, errors)
    given = _id("source.id", source.id, errors)
    if not given and not any(error.field == "source.id" for error in errors):
        errors.append(FieldError("source.id", "must not be empty"))
    kind = _one_of("source.kind", source.kind or DEFAULT_KIND, SOURCE_KINDS, errors)
    return Source(id=given or "", name=name or given or "", kind=kind)


def _id(field: str, given: str | None, errors: list[FieldError]) -> str | None:
    return _plain(field, given, errors, most=_ID_CHARACTERS)


def _plain(field: str, given: str | None, errors: list[FieldError], most: int = _URL_CHARACTERS) -> str | None:
    if given is None or not (given := given.strip()):
        return None
    if any(unicodedata.category(character) in _REFUSED for character in given if not character.isprintable()):
        errors.append(FieldError(field, "must not contain control characters"))
    elif len(given) > most:
        errors.append(FieldError(field, f"must not be over {most} characters"))
    return given


def _url(given: str | None, errors: list[FieldError]) -> str | None:
    url = _plain("url", given, errors)
    if url and not (errors and errors[-1].field == "url"):
        try:
            canonical_url(url)
        except BadUrl as error:
            errors.append(FieldError("url", str(error)))
    return url


def _text(field: str, given: str | None, errors: list[FieldError]) -> tuple[str, bytes]:
    if not given:
        return "", b""
    if "\0" in given:
        errors.append(FieldError(field, "must not contain NUL"))
        return "", b""
    try:
        return settled(one_line(given) if field == "title" else given)
    except UnicodeEncodeError:
        errors.append(FieldError(field, "must not contain a lone surrogate"))
        return "", b""


def _one_of(field: str, given: str, known: tuple[str, ...], errors: list[FieldError]) -> str:
    if given not in known:
        errors.append(FieldError(field, f"must be one of {', '.join(known)}"))
    return given


def _published(submission: Submission, now: datetime.datetime, errors: list[FieldError]) -> tuple[datetime.datetime | None, str]:
    """The instant as given, and its precision. A date alone is the start of that day in UTC."""
    given = submission.published_at
    precision = _one_of("published_precision", submission.published_precision or "instant", PUBLISHED_PRECISIONS, errors)
    if given is None:
        return None, precision
    try:
        if len(given) == len("2025-05-28"):
            told, precision = datetime.datetime.combine(datetime.date.fromisoformat(given), datetime.time(), datetime.UTC), "day"
        else:
            told = datetime.datetime.fromisoformat(given)
    except ValueError:
        errors.append(FieldError("published_at", "must be an instant of ISO 8601 with its offset, or a date"))
        return None, precision
    if rule := _absurd(told, now):
        errors.append(FieldError("published_at", rule))
    return told, precision


def _absurd(told: datetime.datetime, now: datetime.datetime) -> str | None:
    if told.tzinfo is None:
        return "must say its offset from UTC"
    if told < _EARLIEST:
        return "must not be before 1900"
    if told - now > _LATEST_AHEAD:
        return "must not be more than a year ahead"
    return None


def _told_dateline(submission: Submission, errors: list[FieldError]) -> SubmittedDateline | None:
    told = submission.dateline
    if told is None:
        return None
    place = _plain("dateline.place", told.place, errors)
    if not place:
        errors.append(FieldError("dateline.place", "must not be empty"))
    if told.country is not None and not _COUNTRY.fullmatch(told.country):
        errors.append(FieldError("dateline.country", "must be a code of two capital letters"))
    return msgspec.structs.replace(told, place=place or "")


def _dateline(told: SubmittedDateline | None, body: str, near: datetime.date) -> Dateline | None:
    if told:
        return Dateline(place=told.place, country=told.country, date=told.date)
    found = parse_dateline(body, near)
    return found.dateline if found else None
