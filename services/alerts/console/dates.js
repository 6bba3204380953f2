// Times and days in words. A moment is shown in the reader's own zone, with its name; a day is a day, whatever the zone.

const LOCALE = "en-GB";
const DAY_MS = 86_400_000;
const NTH = ["first", "second", "third", "fourth"];

const moments = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
const inUtc = (options) => new Intl.DateTimeFormat(LOCALE, { ...options, timeZone: "UTC" });
const oneDay = inUtc({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
const plainDay = inUtc({ day: "numeric", month: "long", year: "numeric" });
const oneMonth = inUtc({ month: "long", year: "numeric" });

/** An instant, or the day alone where no more is known (`precision` day). */
export function moment(iso, precision = "instant") {
  const at = new Date(iso);
  return precision === "day" ? plainDay.format(at) : moments.format(at);
}

/** Today in the reader's zone, as an ISO date. */
export const isoDay = (now) => `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;

/** A DateSpan, as exact as its precision is: "early July 2026", "the week of 7 December 2026", "from 3 March 2027". */
export function days(when) {
  if (!when) return "no date given";
  const start = day(when.start);
  if (when.end === null || when.end === undefined) return `from ${plainDay.format(start)}${clock(when)}`;
  return span(start, day(when.end), when.precision) + clock(when);
}

/** The heading under which a calendar shows an event: {key, label}, keys in no order. */
export function heading(when, today) {
  if (!when) return { key: "undated", label: "No date yet" };
  if (when.start < today && (!when.end || when.end >= today)) return { key: "now", label: "Under way, or due by now" };
  if (when.precision === "quarter" || when.precision === "year") return { key: `long ${when.start} ${when.end}`, label: capital(days(when)) };
  return { key: when.start.slice(0, 7), label: oneMonth.format(day(when.start)) };
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

function span(start, end, precision) {
  if (+start === +end) return oneDay.format(start);
  const exact = precision === "day" ? null : (NAMED[precision] ?? (() => null))(start, end);
  const range = plainDay.formatRange(start, end);
  return exact ?? (precision === "day" ? range : `some time in ${range}`);
}

const NAMED = {
  week(start, end) {
    if (start.getUTCDay() === 1 && end - start === 6 * DAY_MS) return `the week of ${plainDay.format(start)}`;
    return sameMonth(start, end) ? partOfMonth(start.getUTCDate(), end.getUTCDate(), lastDay(start), oneMonth.format(start)) : null;
  },
  month: (start, end) => (sameMonth(start, end) && whole(start, end) ? oneMonth.format(start) : null),
  quarter(start, end) {
    if (!whole(start, end)) return null;
    const months = monthsBetween(start, end);
    if (months === 3 && start.getUTCMonth() % 3 === 0) return `the ${NTH[start.getUTCMonth() / 3]} quarter of ${start.getUTCFullYear()}`;
    return oneMonth.formatRange(start, end);
  },
  year(start, end) {
    if (!whole(start, end) || start.getUTCFullYear() !== end.getUTCFullYear()) return null;
    const months = monthsBetween(start, end);
    if (months === 12) return String(start.getUTCFullYear());
    return months === 6 && start.getUTCMonth() % 6 === 0 ? `the ${NTH[start.getUTCMonth() / 6]} half of ${start.getUTCFullYear()}` : null;
  },
};

// The parts of a month as the enricher reads them.
function partOfMonth(first, last, length, month) {
  if (first === 1 && last === 10) return `early ${month}`;
  if (first === 11 && last === 20) return `mid-${month}`;
  if (first === 21 && last === length) return `late ${month}`;
  if (first === 1 && last === 15) return `the first half of ${month}`;
  if (first === 16 && last === length) return `the second half of ${month}`;
  return first % 7 === 1 && last === first + 6 && first < 28 ? `the ${NTH[(first - 1) / 7]} week of ${month}` : null;
}

function clock(when) {
  if (!when.at) return "";
  const zone = /^[+-]/.test(when.zone ?? "") ? `UTC${when.zone}` : when.zone;
  return `, ${when.at.slice(0, 5)} ${zone ? `(${zone})` : "local time"}`;
}

const day = (iso) => new Date(`${iso}T00:00:00Z`);
const two = (number) => String(number).padStart(2, "0");
const sameMonth = (start, end) => monthsBetween(start, end) === 1;
const monthsBetween = (start, end) => (end.getUTCFullYear() - start.getUTCFullYear()) * 12 + end.getUTCMonth() - start.getUTCMonth() + 1;
const lastDay = (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
const whole = (start, end) => start.getUTCDate() === 1 && end.getUTCDate() === lastDay(end);
