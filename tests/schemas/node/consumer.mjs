// A consumer of the contract in another language, which knows the JSON Schemas and nothing else of the project.
//
//     node consumer.mjs SCHEMAS SAMPLES
//
// SAMPLES has a folder for each topic. Prints a line of JSON for each message in it: what breaks the schema, and what was read.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { violations } from "./schema.mjs";

const [schemas, samples] = process.argv.slice(2);

for (const topic of folders(samples)) {
  const schema = json(join(schemas, `${topic}.json`));
  for (const file of readdirSync(join(samples, topic)).sort()) {
    const message = json(join(samples, topic, file));
    const broken = violations(schema, message);
    console.log(JSON.stringify({ sample: `${topic}/${file}`, violations: broken, read: broken.length ? null : read(message) }));
  }
}

function folders(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function json(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function read(message) {
  if ("fingerprint" in message) return readEnriched(message);
  if ("cause" in message) return readChange(message);
  if ("event_id" in message) return readState(message);
  return readItem(message);
}

function readItem(item) {
  return { key: item.id, source: item.source.kind, published: Date.parse(item.published_at), characters: [...text(item)].length };
}

// Spans count code points, and JavaScript's strings count UTF-16 units.
function readEnriched(enriched) {
  const characters = [...text(enriched.item)];
  const words = ({ start, end }) => characters.slice(start, end).join("");
  return {
    key: enriched.item.id,
    countries: (enriched.countries ?? []).map(({ code, mentions }) => [code, ...(mentions ?? []).map(words)]),
    events: (enriched.events ?? []).map(({ type, status, when, evidence }) => [type, status, when?.start ?? null, words(evidence)]),
  };
}

function readState(state) {
  return { key: state.event_id, state: [state.type, state.status, state.place ?? null, (state.evidence ?? []).length] };
}

function readChange(change) {
  return { key: change.event_id, changes: change.changes, before: change.before?.status ?? null, after: change.after.status };
}

function text({ title, body }) {
  return title ? `${title}\n\n${body}` : body;
}
