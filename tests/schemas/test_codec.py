import datetime
import json
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct, inspect

from schemas.codec import MAX_VALUE_BYTES, ContractError, DecodeError, EncodeError, decode, encode
from schemas.enriched_item import CountryTag, EnrichedItem
from schemas.event_change import EventChange
from schemas.event_state import EventState
from schemas.news_item import NewsItem
from schemas.topic_table import (
    DIPLOMACY_CHANGES,
    DIPLOMACY_EVENTS,
    MESSAGE_TOPICS,
    NEWS_ENRICHED,
    NEWS_ITEMS,
    NEWS_ITEMS_DLQ,
    Topic,
)
from tests.schemas.golden import named

ITEM = named("news.items.v1/02-full.json")
ENRICHED = named("news.enriched.v1/02-full.json")
STATE = named("diplomacy.events.v1/02-full.json")
CHANGE = named("diplomacy.changes.v1/02-rescheduled-and-moved.json")


def edited(document: Any, path: str, value: object) -> bytes:
    """`path` is like `events.0.status`; the value REMOVED takes the field away."""
    *parents, last = path.split(".")
    inner = document
    for step in parents:
        inner = inner[int(step) if isinstance(inner, list) else step]
    if value is REMOVED:
        del inner[last]
    else:
        inner[int(last) if isinstance(inner, list) else last] = value
    return json.dumps(document).encode()


REMOVED = object()


@pytest.mark.parametrize(
    ("data", "field", "rule"),
    [
        (b"", "", "Input data was truncated"),
        (b'{"id": "a"', "", "Input data was truncated"),
        (b"plain words", "", "JSON is malformed: invalid character (byte 0)"),
        (b'{"id": NaN}', "", "JSON is malformed: invalid character (byte 7)"),
        (b'{"id": "a"} {}', "version", "required"),
        (b"null", "", "Expected `object`, got `null`"),
        (b"[]", "", "Expected `object`, got `array`"),
        (b"{}", "id", "required"),
        (b'{"id": "\xff"}', "", "not UTF-8: invalid start byte"),
        (b'{"new": ' + b'{"x": ' * 100_000, "", "nested too deep"),
        (b'{"new": ' + b"[" * 100_000, "", "nested too deep"),
    ],
)
def test_bytes_that_are_no_item_are_refused_with_field_and_rule(data: bytes, field: str, rule: str) -> None:
    with pytest.raises(DecodeError) as refused:
        decode(NEWS_ITEMS, data)
    assert (refused.value.topic, refused.value.field, refused.value.rule) == ("news.items.v1", field, rule)


@pytest.mark.parametrize(
    ("topic", "document", "path", "value", "field", "rule"),
    [
        (NEWS_ITEMS, ITEM.document, "id", "", "id", "Expected `str` of length >= 1"),
        (NEWS_ITEMS, ITEM.document, "id", 7, "id", "Expected `str`, got `int`"),
        (NEWS_ITEMS, ITEM.document, "source.id", None, "source.id", "Expected `str`, got `null`"),
        (NEWS_ITEMS, ITEM.document, "source.kind", REMOVED, "source.kind", "required"),
        (NEWS_ITEMS, ITEM.document, "retracted", "no", "retracted", "Expected `bool`, got `str`"),
        (NEWS_ITEMS, ITEM.document, "published_at", "2026-01-05T09:00:00", "published_at", "Expected `datetime` with a timezone component"),
        (NEWS_ITEMS, ITEM.document, "received_at", "yesterday", "received_at", "Invalid RFC3339 encoded datetime"),
        (NEWS_ITEMS, ITEM.document, "dateline.date", "2026-13-01", "dateline.date", "Invalid RFC3339 encoded date"),
        (NEWS_ITEMS, ITEM.document, "dateline.place", REMOVED, "dateline.place", "required"),
        (NEWS_ENRICHED, ENRICHED.document, "item.body", REMOVED, "item.body", "required"),
        (NEWS_ENRICHED, ENRICHED.document, "countries", None, "countries", "Expected `array`, got `null`"),
        (NEWS_ENRICHED, ENRICHED.document, "countries.1.code", "TZA", "countries[1].code", "Expected `str` of length <= 2"),
        (NEWS_ENRICHED, ENRICHED.document, "countries.1.salience", 1.5, "countries[1].salience", "Expected `float` <= 1.0"),
        (NEWS_ENRICHED, ENRICHED.document, "topics.0.score", None, "topics[0].score", "Expected `float`, got `null`"),
        (NEWS_ENRICHED, ENRICHED.document, "events.0.round", 9.5, "events[0].round", "Expected `int | null`, got `float`"),
        (NEWS_ENRICHED, ENRICHED.document, "events.0.roles.TZ", 1, "events[0].roles[...]", "Expected `str`, got `int`"),
        (NEWS_ENRICHED, ENRICHED.document, "events.0.evidence.start", -1, "events[0].evidence.start", "Expected `int` >= 0"),
        (NEWS_ENRICHED, ENRICHED.document, "events.0.evidence.text", REMOVED, "events[0].evidence.text", "required"),
        (NEWS_ENRICHED, ENRICHED.document, "dates.0.at", "noon", "dates[0].at", "Invalid RFC3339 encoded time"),
        (DIPLOMACY_EVENTS, STATE.document, "revision", 0, "revision", "Expected `int` >= 1"),
        (DIPLOMACY_EVENTS, STATE.document, "evidence", STATE.document["evidence"] * 2, "evidence", "Expected `array` of length <= 5"),
        (DIPLOMACY_CHANGES, CHANGE.document, "after", None, "after", "Expected `object`, got `null`"),
        (DIPLOMACY_CHANGES, CHANGE.document, "before.when.start", REMOVED, "before.when.start", "required"),
    ],
)
def test_a_message_that_breaks_its_type_names_the_field_and_the_rule(
    topic: Topic, document: Any, path: str, value: object, field: str, rule: str
) -> None:
    with pytest.raises(DecodeError) as refused:
        decode(topic, edited(document, path, value))
    assert (refused.value.topic, refused.value.field, refused.value.rule) == (topic.name, field, rule)


def test_an_error_reads_as_topic_field_and_rule() -> None:
    assert str(ContractError("news.items.v1", "source.id", "required")) == "news.items.v1: source.id: required"
    assert str(ContractError("news.items.v1", "", "not UTF-8")) == "news.items.v1: message: not UTF-8"


def test_null_erases_on_the_compacted_topic_alone() -> None:
    assert decode(DIPLOMACY_EVENTS, None) is None
    for topic in set(MESSAGE_TOPICS) - {DIPLOMACY_EVENTS}:
        with pytest.raises(DecodeError, match="no erasures"):
            decode(topic, None)


def test_dead_letters_are_not_decoded() -> None:
    with pytest.raises(DecodeError, match="no messages of its own"):
        decode(NEWS_ITEMS_DLQ, ITEM.data)


NOW = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)


def an_item(**changed: Any) -> NewsItem:
    item: NewsItem = decode(NEWS_ITEMS, ITEM.data)
    return msgspec.structs.replace(item, **changed)


def enriched(**changed: Any) -> EnrichedItem:
    item: EnrichedItem = decode(NEWS_ENRICHED, ENRICHED.data)
    return msgspec.structs.replace(item, **changed)


def enriched_event(**changed: Any) -> EnrichedItem:
    item = enriched()
    return msgspec.structs.replace(item, events=(*item.events, msgspec.structs.replace(item.events[0], **changed)))


def state(**changed: Any) -> EventState:
    known: EventState = decode(DIPLOMACY_EVENTS, STATE.data)
    return msgspec.structs.replace(known, **changed)


def change(**changed: Any) -> EventChange:
    known: EventChange = decode(DIPLOMACY_CHANGES, CHANGE.data)
    return msgspec.structs.replace(known, **changed)


@pytest.mark.parametrize(
    ("topic", "message", "field"),
    [
        (NEWS_ITEMS, an_item(origin="replay"), "origin"),
        (NEWS_ITEMS, an_item(published_precision="hour"), "published_precision"),
        (NEWS_ITEMS, an_item(source=msgspec.structs.replace(an_item().source, kind="blog")), "source.kind"),
        (NEWS_ENRICHED, enriched_event(type="party"), "events[1].type"),
        (NEWS_ENRICHED, enriched_event(status="rumoured"), "events[1].status"),
        (NEWS_ENRICHED, enriched_event(roles={"KE": "host", "TZ": "bystander"}), "events[1].roles.TZ"),
        (NEWS_ENRICHED, enriched_event(when=msgspec.structs.replace(enriched().dates[0], precision="hour")), "events[1].when.precision"),
        (NEWS_ENRICHED, enriched(officials=(msgspec.structs.replace(enriched().officials[0], office="king"),)), "officials[0].office"),
        (NEWS_ENRICHED, enriched(topics=(msgspec.structs.replace(enriched().topics[0], id="sport"),)), "topics[0].id"),
        (DIPLOMACY_EVENTS, state(status="rumoured"), "status"),
        (DIPLOMACY_CHANGES, change(changes=("announced", "renamed")), "changes[1]"),
        (DIPLOMACY_CHANGES, change(cause="whim"), "cause"),
        (DIPLOMACY_CHANGES, change(after=state(status="rumoured")), "after.status"),
    ],
)
def test_a_writer_is_held_to_the_closed_lists(topic: Topic, message: Struct, field: str) -> None:
    with pytest.raises(EncodeError, match="is not one of") as refused:
        encode(topic, message)
    assert (refused.value.topic, refused.value.field) == (topic.name, field)


@pytest.mark.parametrize(
    ("topic", "message", "field", "rule"),
    [
        (NEWS_ITEMS, enriched(), "", "expected NewsItem, got EnrichedItem"),
        (NEWS_ITEMS_DLQ, an_item(), "", "expected None, got NewsItem"),
        (NEWS_ITEMS, an_item(id=""), "id", "Expected `str` of length >= 1"),
        (NEWS_ITEMS, an_item(published_at=NOW.replace(tzinfo=None)), "published_at", "Expected `datetime` with a timezone component"),
        (NEWS_ITEMS, an_item(body="half a pair: \ud83e"), "", "not UTF-8: surrogates not allowed"),
        (NEWS_ITEMS, an_item(body="x" * MAX_VALUE_BYTES), "", "are more than"),
        (NEWS_ENRICHED, enriched(countries=(CountryTag(code="KE", salience=1.2),)), "countries[0].salience", "Expected `float` <= 1.0"),
        (
            NEWS_ENRICHED,
            enriched(countries=(CountryTag(code="KE", salience=float("nan")),)),
            "countries[0].salience",
            "Expected `float`, got `null`",
        ),
        (DIPLOMACY_EVENTS, state(evidence=state().evidence * 2), "evidence", "Expected `array` of length <= 5"),
    ],
)
def test_a_writer_cannot_send_what_no_reader_could_read(topic: Topic, message: Struct, field: str, rule: str) -> None:
    with pytest.raises(EncodeError) as refused:
        encode(topic, message)
    assert (refused.value.topic, refused.value.field) == (topic.name, field)
    assert rule in refused.value.rule


def test_a_service_passes_on_values_that_are_newer_than_its_own_lists() -> None:
    newer = decode(NEWS_ITEMS, named("news.items.v1/06-newer-writer.json").data)
    carried = decode(NEWS_ENRICHED, encode(NEWS_ENRICHED, enriched(item=newer)))
    assert (carried.item.source.kind, carried.item.origin) == ("parliament", "replay")
    known = state(type="arbitration", roles={"TZ": "observer"})
    assert decode(DIPLOMACY_CHANGES, encode(DIPLOMACY_CHANGES, change(after=known))).after == known


def messages(kind: inspect.Type) -> st.SearchStrategy[Any]:
    """Any value of a type that its writer may send."""
    match kind:
        case inspect.Metadata(extra={"closed": values}):
            return st.sampled_from(sorted(values))
        case inspect.Metadata(type=inner):
            return messages(inner)
        case inspect.StructType(cls=struct, fields=fields):
            required = {field.name: messages(field.type) for field in fields if field.required}
            optional = {field.name: messages(field.type) for field in fields if not field.required}
            return st.fixed_dictionaries(required, optional=optional).map(lambda values: struct(**values))
        case inspect.UnionType(types=members):
            return st.one_of(*map(messages, members))
        case inspect.VarTupleType(item_type=item, max_length=most):
            return st.lists(messages(item), max_size=min(most or 2, 2)).map(tuple)
        case inspect.DictType(value_type=value):
            return st.dictionaries(st.text(max_size=4), messages(value), max_size=2)
        case inspect.StrType(min_length=least, max_length=most):
            return st.text(min_size=least or 0, max_size=most or 12)
        case inspect.FloatType():
            return st.floats(0, 1)
        case inspect.IntType(ge=least):
            return st.integers(least if least is not None else -(2**63), 2**63 - 1)
        case inspect.DateTimeType():
            return st.datetimes(timezones=st.integers(-14 * 60, 14 * 60).map(zone))
        case inspect.DateType():
            return st.dates()
        case inspect.TimeType():
            return st.times()
        case inspect.BoolType():
            return st.booleans()
        case inspect.NoneType():
            return st.none()
    raise TypeError(f"no strategy for {kind}")


def zone(minutes: int) -> datetime.timezone:
    return datetime.timezone(datetime.timedelta(minutes=minutes))


@pytest.mark.parametrize("topic", MESSAGE_TOPICS, ids=lambda topic: topic.name)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_a_writer_may_send_comes_back_the_same(topic: Topic, data: st.DataObject) -> None:
    assert topic.message
    message = data.draw(messages(inspect.type_info(topic.message)))
    assert decode(topic, encode(topic, message)) == message
