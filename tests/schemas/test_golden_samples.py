import hashlib
import json

import pytest
from jsonschema import Draft202012Validator

from schemas.codec import EncodeError, decode, encode
from schemas.enriched_item import EnrichedItem
from schemas.generate import json_schema
from schemas.topic_table import MESSAGE_TOPICS, NEWS_ENRICHED
from tests.schemas import golden
from tests.schemas.golden import SAMPLES, Sample, within

every_sample = pytest.mark.parametrize("sample", golden.ALL, ids=lambda sample: sample.name)


def test_each_message_has_its_samples() -> None:
    for topic in MESSAGE_TOPICS:
        names = {sample.path.stem.partition("-")[2] for sample in golden.ALL if sample.topic is topic}
        assert {"minimal", "newer-writer"} <= names


def test_a_sample_once_released_stays_as_it_is() -> None:
    """A change to a type gets a sample of its own; SHA256SUMS (`sha256sum */*.json`) changes only by new lines."""
    lines = [line.split("  ") for line in (SAMPLES / "SHA256SUMS").read_text().splitlines()]
    assert {name: digest for digest, name in lines} == {sample.name: hashlib.sha256(sample.data).hexdigest() for sample in golden.ALL}


@every_sample
def test_a_sample_fits_the_json_schema(sample: Sample) -> None:
    Draft202012Validator(json_schema(sample.topic), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(sample.document)


@every_sample
def test_a_decoder_keeps_every_known_field_of_a_sample(sample: Sample) -> None:
    message = decode(sample.topic, sample.data)
    if sample.of_newer_writer:
        with pytest.raises(EncodeError, match="is not one of"):
            encode(sample.topic, message)
    else:
        assert within(sample.document, json.loads(encode(sample.topic, message)))


@pytest.mark.parametrize("sample", [sample for sample in golden.ALL if sample.topic is NEWS_ENRICHED], ids=lambda sample: sample.name)
def test_spans_count_code_points_of_the_text(sample: Sample) -> None:
    item: EnrichedItem = decode(sample.topic, sample.data)
    mentions = [event.evidence for event in item.events]
    for tags in (item.countries, item.organisations, item.officials, item.topics):
        mentions += [mention for tag in tags for mention in tag.mentions]
    for mention in mentions:
        assert item.item.text[mention.start : mention.end] == mention.text
