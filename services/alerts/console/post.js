// The one line that posts an article of one's own to ingest. The page does not post it itself: ingest is another service.

import { el } from "./dom.js";

const TITLE = "Kenya and Japan to hold trade dialogue on 3 March";
const BODY = "Nairobi and Tokyo agreed to meet.";
const COPIED_MS = 4000;

export function post(root, { ingest, ingestKey }) {
  const title = el("input", { id: "post-title", value: TITLE, dir: "auto" });
  const body = el("textarea", { id: "post-body", rows: 4, dir: "auto" }, BODY);
  const line = el("code", { id: "post-line", tabindex: "0" });
  const state = el("span", { role: "status" });
  const write = () => (line.textContent = curl(ingest, ingestKey || "INGEST_KEY", title.value, body.value));
  title.addEventListener("input", write);
  body.addEventListener("input", write);
  write();
  root.replaceChildren(
    el("summary", {}, "Post an article of your own"),
    el("div", { class: "fields" }, el("label", { for: "post-title" }, "Title"), title, el("label", { for: "post-body" }, "Text"), body),
    el("p", {}, "This line posts it. Its tags are under News and its alerts under Alerts at once; the same words once more are no second item."),
    el("pre", {}, line),
    el("p", {}, el("button", { type: "button", on: { click: () => copy(line, state) } }, "Copy the line"), " ", state),
    ...(ingestKey ? [] : [el("p", { class: "quiet" }, "Put a key of ingest in the place of INGEST_KEY. `python -m services.ingest keys create NAME` makes one.")]),
  );
  root.hidden = false;
}

export function curl(ingest, key, title, body) {
  const item = { source: { id: "me" }, ...(title.trim() ? { title: title.trim() } : {}), body };
  return `curl -H ${quoted(`Authorization: Bearer ${key}`)} -H 'Content-Type: application/json' ${quoted(`${ingest}/v1/items`)} -d ${quoted(JSON.stringify(item))}`;
}

// As a POSIX shell reads it back.
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

async function copy(line, state) {
  try {
    await navigator.clipboard.writeText(line.textContent);
    state.textContent = "Copied.";
  } catch {
    getSelection().selectAllChildren(line);
    state.textContent = "The browser does not let this page copy: the line is selected, copy it by hand.";
  }
  setTimeout(() => (state.textContent = ""), COPIED_MS);
}
