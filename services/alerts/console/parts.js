// Small pieces that more than one view shows.

import { days, moment } from "./dates.js";
import { el, outward, webAddress } from "./dom.js";
import { count, parties, plain } from "./words.js";

const MOST_PARTIES = 6;

export const time = (iso, precision) => el("time", { datetime: iso }, moment(iso, precision));

export const statusBadge = (status) => el("span", { class: "badge status", "data-status": status }, plain(status));

export const kindBadges = (kinds) => kinds.map((kind) => el("span", { class: "badge kind", "data-kind": kind }, plain(kind)));

/** Parties as code and name. Flags are left to readers whose fonts have them: a code is always legible. */
export function partyList(event, most = MOST_PARTIES) {
  const all = parties(event);
  const shown = all.slice(0, most).map((party) =>
    el("li", {}, party.name === party.code ? null : el("abbr", { class: "code", "aria-hidden": "true" }, party.code), party.name, party.role ? el("span", { class: "role" }, plain(party.role)) : null),
  );
  if (all.length > most) shown.push(el("li", { class: "more" }, `and ${all.length - most} more`));
  return all.length ? el("ul", { class: "parties", "aria-label": "Parties" }, shown) : null;
}

/** Parties in a line: codes alone beside a title that names them, with their names beside one that does not. */
export function partyLine(event) {
  const shown = parties(event).slice(0, MOST_PARTIES);
  const code = (party) => (party.name === party.code ? null : el("abbr", { class: "code", "aria-hidden": "true", title: party.name }, party.code));
  return event.name ? shown.map((party) => el("span", {}, code(party), party.name)) : el("span", {}, shown.map(code));
}

export const itemAddress = (id) => `#/news/${encodeURIComponent(id)}`;
export const eventAddress = (id) => `#/calendar/${encodeURIComponent(id)}`;

/** A sentence with who said it, when, and where to read it. */
export function quote({ sentence, source, item_id, url, published_at }) {
  return el(
    "figure",
    { class: "quote" },
    el("blockquote", { dir: "auto" }, sentence),
    el("figcaption", {}, el("span", { dir: "auto" }, source), time(published_at), el("a", { href: itemAddress(item_id) }, "the item"), webAddress(url) ? outward(url, "the source") : null),
  );
}

/** The newest sentence, and the earlier ones folded away. */
export function quotes([newest, ...earlier]) {
  if (!newest) return [];
  return [quote(newest), earlier.length ? el("details", {}, el("summary", {}, count(earlier.length, "earlier sentence")), earlier.map(quote)) : null];
}

/** Facts as a list of names and values; a fact without a value is left out. */
export const facts = (pairs) =>
  el("dl", { class: "facts" }, pairs.filter(([, value]) => value !== null && value !== "" && value !== undefined).map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))));

export const moreButton = (text, act) => el("button", { type: "button", class: "more", on: { click: act } }, text);

/** What was before and what is after, for each fact that has changed. */
export function moves(before, after) {
  const told = [
    ["Date", days(before.when), days(after.when)],
    ["Place", before.place ?? "none", after.place ?? "none"],
    ["Status", plain(before.status), plain(after.status)],
    ...(before.countries ? [["Parties", partyNames(before), partyNames(after)]] : []),
  ];
  const changed = told.filter(([, old, now]) => old !== now);
  return changed.length ? el("dl", { class: "facts moves" }, changed.map(([name, old, now]) => el("div", {}, el("dt", {}, name), el("dd", {}, el("del", {}, old), el("span", { "aria-hidden": "true" }, " → "), el("ins", {}, now))))) : null;
}

const partyNames = (event) => parties(event).map((party) => party.name).join(", ");
