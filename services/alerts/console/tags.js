// What the enricher found in an item, as one list of tags: {kind, id, label, detail, spans}. A span is {start, end} in code points.

import { days } from "./dates.js";
import { country, count, eventTitle, plain, topic } from "./words.js";

// In the order in which one gives its colour to words that several have tagged.
export const KINDS = [
  { kind: "official", one: "Official", name: "Officials" },
  { kind: "organisation", one: "Organisation", name: "Organisations" },
  { kind: "country", one: "Country", name: "Countries" },
  { kind: "date", one: "Date", name: "Dates" },
  { kind: "topic", one: "Topic", name: "Topics" },
  { kind: "event", one: "Event", name: "Events" },
];
const ONE = Object.fromEntries(KINDS.map(({ kind, one }) => [kind, one]));
const MAIN = 0.5;

export function tagsOf(enriched) {
  return [
    ...enriched.officials.map((tag) => ({ kind: "official", id: `official ${tag.id ?? tag.name}`, label: tag.name, detail: office(tag), spans: tag.mentions })),
    ...enriched.organisations.map((tag) => ({ kind: "organisation", id: `organisation ${tag.code}`, label: tag.code, detail: tag.name === tag.code ? "" : tag.name, spans: tag.mentions })),
    ...enriched.countries.map((tag) => ({ kind: "country", id: `country ${tag.code}`, label: country(tag.code), detail: salience(tag), share: tag.salience, spans: tag.mentions })),
    ...dateTags(enriched.dates),
    ...enriched.topics.map((tag) => ({ kind: "topic", id: `topic ${tag.id}`, label: topic(tag.id), detail: `score ${percent(tag.score)}`, share: tag.score, spans: tag.mentions })),
    ...enriched.events.map((mention) => ({ kind: "event", id: `event ${mention.id}`, label: eventTitle(mention), detail: `${mention.status}, ${days(mention.when)}`, spans: [mention.evidence] })),
  ];
}

export const tagText = (tag) => [`${ONE[tag.kind]}: ${tag.label}`, tag.detail].filter(Boolean).join(" · ");

export const timesFound = (tag) => count(tag.spans.length, "place in the text", "places in the text");

export const mainCountries = (enriched) => enriched.countries.filter((tag) => tag.salience >= MAIN);

/** The same days told twice are one tag. */
function dateTags(dates) {
  const found = new Map();
  for (const { precision, mention, ...span } of dates) {
    const label = days({ ...span, precision });
    const tag = found.get(label) ?? { kind: "date", id: `date ${label}`, label, detail: `to the ${precision}`, spans: [] };
    if (mention) tag.spans.push(mention);
    found.set(label, tag);
  }
  return [...found.values()];
}

const percent = (share) => `${Math.round(share * 100)} %`;

const salience = (tag) => `${tag.salience >= MAIN ? "main" : "mentioned"}, salience ${percent(tag.salience)}`;

function office(tag) {
  const place = [tag.country ? country(tag.country) : null, tag.organisation].filter(Boolean).join(", ");
  const kind = tag.office && tag.office !== "other" ? plain(tag.office) : null;
  const title = tag.title && tag.title.toLowerCase() !== kind ? tag.title : null;
  return [title, kind, place].filter(Boolean).join(" · ");
}
