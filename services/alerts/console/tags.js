// What the enricher found in an item, as one list of tags: {kind, id, label, detail, spans}. A span is {start, end} in code points.

import { days } from "./dates.js";
import { country, count, eventTitle, plain, topic } from "./words.js";

// In the order in which one gives its colour to words that several have tagged.
export const KINDS = [
  { kind: "official", name: "Officials" },
  { kind: "organisation", name: "Organisations" },
  { kind: "country", name: "Countries" },
  { kind: "date", name: "Dates" },
  { kind: "topic", name: "Topics" },
  { kind: "event", name: "Events" },
];
const MAIN = 0.5;

export function tagsOf(enriched) {
  return [
    ...enriched.officials.map((tag) => ({ kind: "official", id: `official ${tag.id ?? tag.name}`, label: tag.name, detail: office(tag), spans: tag.mentions })),
    ...enriched.organisations.map((tag) => ({ kind: "organisation", id: `organisation ${tag.code}`, label: tag.code, detail: tag.name === tag.code ? "" : tag.name, spans: tag.mentions })),
    ...enriched.countries.map((tag) => ({ kind: "country", id: `country ${tag.code}`, label: country(tag.code), detail: salience(tag), share: tag.salience, spans: tag.mentions })),
    ...enriched.dates.map((span, n) => ({ kind: "date", id: `date ${n}`, label: days(span), detail: plain(span.precision), spans: span.mention ? [span.mention] : [] })),
    ...enriched.topics.map((tag) => ({ kind: "topic", id: `topic ${tag.id}`, label: topic(tag.id), detail: `score ${percent(tag.score)}`, share: tag.score, spans: tag.mentions })),
    ...enriched.events.map((mention) => ({ kind: "event", id: `event ${mention.id}`, label: eventTitle(mention), detail: `${mention.status}, ${days(mention.when)}`, spans: [mention.evidence] })),
  ];
}

export const tagText = (tag) => [tag.label, tag.detail].filter(Boolean).join(" · ");

export const timesFound = (tag) => count(tag.spans.length, "place in the text", "places in the text");

export const mainCountries = (enriched) => enriched.countries.filter((tag) => tag.salience >= MAIN);

const percent = (share) => `${Math.round(share * 100)} %`;

const salience = (tag) => `${tag.salience >= MAIN ? "main" : "mentioned"}, salience ${percent(tag.salience)}`;

function office(tag) {
  const place = [tag.country ? country(tag.country) : null, tag.organisation].filter(Boolean).join(", ");
  const kind = tag.office && tag.office !== "other" ? plain(tag.office) : null;
  const title = tag.title && tag.title.toLowerCase() !== kind ? tag.title : null;
  return [title, kind, place].filter(Boolean).join(" · ");
}
