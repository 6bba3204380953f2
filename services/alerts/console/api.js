// The alerts service's HTTP API, and its stream of server-sent events, both asked with the key in a header.

export class Refused extends Error {}
export class Missing extends Error {}
export class Away extends Error {}
export class StreamEnded extends Error {}

// The service sends a comment every 15 seconds; a stream that is silent for longer than three of them is dead.
const SILENCE_MS = 50_000;
const ANSWER_MS = 20_000;

/** Raises Refused, Missing or Away, each with a sentence for the reader. */
export async function read(key, path) {
  return (await ask(key, path, {}, AbortSignal.timeout(ANSWER_MS))).json();
}

/** What is there with its tag; without a body where that is the tag that is `known`. Raises as `read` does. */
export async function readChanged(key, path, known) {
  const response = await ask(key, path, known ? { "If-None-Match": known } : {}, AbortSignal.timeout(ANSWER_MS));
  return { tag: response.headers.get("ETag"), body: response.status === 304 ? null : await response.json() };
}

/** Follows the stream until it ends, which raises StreamEnded; `told(id, notice)` hears of each event. */
export async function follow(key, last, { opened, told }) {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const headers = last ? { "Last-Event-ID": last, Accept: "text/event-stream" } : { Accept: "text/event-stream" };
    const response = await ask(key, "/v1/stream", headers, silence.signal);
    opened();
    const parse = eventParser(told);
    for await (const chunk of texts(response.body)) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      parse(chunk);
    }
  } catch (error) {
    if (error instanceof Refused || error instanceof Away) throw error;
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error;
  } finally {
    clearTimeout(timer);
  }
  throw new StreamEnded("The live stream has ended.");
}

/** Takes text in pieces, cut anywhere, and tells of each event that has data. */
export function eventParser(told) {
  let rest = "";
  let id = null;
  let data = [];
  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (data.length) told(id, JSON.parse(data.join("\n")));
        data = [];
      } else {
        const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line);
        if (field === "data") data.push(value);
        if (field === "id") id = value;
      }
    }
  };
}

async function* texts(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}

async function ask(key, path, headers, signal) {
  let response;
  try {
    response = await fetch(path, { headers: { ...headers, Authorization: `Bearer ${key}` }, signal, cache: "no-store" });
  } catch {
    throw new Away(`The alerts service does not answer at ${location.origin}. This page asks again every few seconds.`);
  }
  if (response.ok || response.status === 304) return response;
  if (response.status === 401) throw new Refused("The alerts service refused the key: it is not one that it has made, or it was revoked.");
  if (response.status === 404) throw new Missing("It is not there, or not any more.");
  throw new Away(`The alerts service answered with an error (HTTP ${response.status}). This page asks again every few seconds.`);
}
