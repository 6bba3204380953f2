// The keys that the page works with. They come in the fragment of its address, which browsers send to no server:
// #key=…&ingest=…&ingest_key=…  They are kept for this tab, and the fragment is cleaned at once.

const FIELDS = ["key", "ingest", "ingest_key"];
const DEFAULT_INGEST = "http://127.0.0.1:8101";

export const brought = (fragment) => /^#(.*&)?key=/.test(fragment);

/** The keys of this tab: those that its address brings, else those that it has from before. */
export function readSession() {
  if (brought(location.hash)) {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const field of FIELDS) keep(field, given.get(field));
    history.replaceState(null, "", `${location.pathname}${location.search}#/news`);
  }
  const ingest = sessionStorage.getItem("ingest");
  return {
    key: sessionStorage.getItem("key"),
    ingest: /^https?:\/\//.test(ingest ?? "") ? ingest.replace(/\/+$/, "") : DEFAULT_INGEST,
    ingestKey: sessionStorage.getItem("ingest_key"),
  };
}

export const keepKey = (key) => keep("key", key);

function keep(field, value) {
  if (value) sessionStorage.setItem(field, value.trim());
  else sessionStorage.removeItem(field);
}
