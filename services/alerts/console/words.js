// Names for what the messages hold as codes. A code that is not known here is shown as it is: the lists may grow.

import { capital } from "./dates.js";

export const EVENT_TYPES = ["dialogue", "summit", "visit", "meeting", "call", "negotiation", "signing", "ceasefire", "sanction", "expulsion", "mediation"];
export const STATUSES = ["proposed", "scheduled", "ongoing", "held", "postponed", "cancelled"];

const NAMES = new Intl.DisplayNames(["en"], { type: "region", fallback: "code" });
const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });
// The project's own wording, where it is not that of the browser.
const OWN_NAMES = { CD: "DR Congo", CG: "Republic of the Congo", HK: "Hong Kong", MM: "Myanmar", MO: "Macao", PS: "Palestine" };
const MOST_NAMES = 4;

const DELIVERIES = { streamed: "sent on the live stream", pending: "waiting to be delivered", delivered: "delivered", failed: "not delivered", dropped: "dropped" };
const REASONS = {
  gone: "the receiver says that it is gone",
  egress_refused: "its address is not one that connections may go to",
  schedule_ended: "every try has failed",
  unsubscribed: "the subscription has ended",
};
const CAUSES = {
  clock: "Nobody reported this: the day passed.",
  merge: "Two events turned out to be one.",
  split: "One event turned out to be two.",
  operator: "An operator changed it.",
  replay: "It was worked out again from the reports.",
};

export const country = (code) => OWN_NAMES[code] ?? (/^[A-Z]{2}$/.test(code) ? NAMES.of(code) : code);

export function language(tag) {
  try {
    return LANGUAGES.of(tag);
  } catch {
    return tag;
  }
}

/** "trade.critical-goods": "Trade: critical goods". */
export const topic = (id) => capital(plain(id.replace(".", ": ")));

export const plain = (code) => code.replace(/[-_]/g, " ");

export const delivery = (notification) =>
  [DELIVERIES[notification.status] ?? plain(notification.status), REASONS[notification.reason] ?? plain(notification.reason ?? "")].filter(Boolean).join(": ");

export const cause = (code) => CAUSES[code] ?? "";

/** Countries and organisations of an event, or of a mention of one, as {code, name, role}. */
export const parties = (event) => [
  ...event.countries.map((code) => ({ code, name: country(code), role: event.roles[code] })),
  ...event.organisations.map((code) => ({ code, name: code, role: event.roles[code] })),
];

// How a kind of event reads where the roles in it are known: the words before the party or parties of each role.
const READ_AS = {
  visit: [["guest", "of"], ["host", "to"]],
  mediation: [["mediator", "by"]],
  sanction: [["imposer", "by"], ["target", "on"]],
  expulsion: [["imposer", "by"], ["target", "against"]],
};

/** What an event is called: its own name, else its kind and its parties, by their roles where these are known. */
export function eventTitle(event) {
  if (event.name) return capital(event.name);
  const all = parties(event);
  const kind = capital(plain(event.type)) + (event.round ? `, round ${event.round}` : "");
  const told = (READ_AS[event.type] ?? []).map(([role, word]) => [word, all.filter((party) => party.role === role)]).filter(([, those]) => those.length);
  const others = all.filter((party) => !told.some(([, those]) => those.includes(party)));
  const phrase = [kind, ...told.map(([word, those]) => `${word} ${listed(those)}`)].join(" ");
  return others.length ? `${phrase}: ${listed(others)}` : phrase;
}

function listed(those) {
  const more = those.length - MOST_NAMES;
  return those.slice(0, MOST_NAMES).map((party) => party.name).join(", ") + (more > 0 ? ` and ${more} more` : "");
}

export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
