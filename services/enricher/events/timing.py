"""When: the time that belongs to a trigger, and the spans that durations make of it."""

import datetime
from collections.abc import Sequence

from schemas.enriched_item import DateSpan
from services.enricher.dates.reading import number_at
from services.enricher.events.clauses import Clause, is_hard
from services.enricher.events.draft import Draft
from services.enricher.events.lexicon import LISTS
from services.enricher.events.scene import Time, View

DAY = datetime.timedelta(days=1)


def time_of(view: View, clause: Clause, first: int, last: int, others: Sequence[int], *, deadlines: bool = False) -> Time | None:
    """The nearest time after the trigger and before the next one; else the nearest before it; else the one that opens the sentence.

    `deadlines` are none of its times: "told on Monday to be gone by Friday".
    """
    free = [
        time
        for time in view.times
        if not _is_of_saying(view, time, first)
        and not _is_first_since(view, time, first, last)
        and not _hangs_on_another(view, time, first)
        and not (deadlines and view.keys[time.first - 1 : time.first] in (("by",), ("within",), ("until",)))
    ]
    if told := [time for time in free if last < time.first < _relative_end(view, last + (view.keys[last : last + 1] == (",",)))]:
        return told[0]  # "the forum that Oslo opened on Friday"
    following = min((other for other in others if other >= last), default=len(view.keys))
    after = [time for time in free if last <= time.first < min(following, max(clause.right, _relative_end(view, clause.right)))]
    if after:
        return after[0]
    preceding = max((other for other in others if other < first), default=-1)
    before = [time for time in free if clause.left <= time.first and time.last <= first and time.first > preceding]
    if before:
        return before[-1]
    inside = [time for time in free if time.first < last and time.last > first]
    if inside:
        return inside[0]
    left = [
        time
        for time in free
        if time.last <= first
        and not any(view.keys[place] in _HARDEST for place in range(time.last, first))
        and (time.first <= 1 or time.first >= clause.left or _stands_for(view, clause, time))
    ]
    if left:
        return left[-1]
    reach = _reach(view, last, following)
    right = [time for time in free if last <= time.first < reach]
    if right:
        return right[0]
    told = [time for time in free if last <= time.first < following and _is_set(view, time)]
    return told[0] if told else None


def where_time(view: View, last: int) -> Time | None:
    """ "continued to Lima, where on Monday she saw", "travels to Oslo, where she is due on Sunday"."""
    where = next((place for place in range(last, min(len(view.keys), last + 8)) if view.keys[place] == "where"), None)
    if where is None:
        return None
    near = [time for time in view.times if where < time.first <= where + 6]
    return next((time for time in near if view.keys[time.first - 1] not in ("until", "till")), None)


def _is_set(view: View, time: Time) -> bool:
    """ "is planned for early May", "is due on Friday"."""
    return bool(set(view.keys[max(0, time.first - 3) : time.first]) & {"set", "due", "scheduled", "planned", "fixed", "expected"})


_HARDEST = frozenset((";", ":"))
_PEOPLE = frozenset(("who", "whom", "whose", "as"))


def _parted(view: View, start: int, end: int) -> bool:
    return any(view.keys[place] in (";", ":") for place in range(start, end))


def _reach(view: View, last: int, following: int) -> int:
    """How far the predicate of a subject may run: to a mark, another clause, or the next event."""
    place = last
    while (
        place < following and place < len(view.keys) and not is_hard(view, place) and view.keys[place] not in LISTS["subordinate"] | _PEOPLE
    ):
        place += 1
    return place


def _stands_for(view: View, clause: Clause, time: Time) -> bool:
    """ "on 10 July, when the two sat down"; "in Seoul on Thursday, where he met": the time before is the clause's."""
    return 0 <= clause.left - time.last <= 8 and bool(
        set(view.keys[time.last : clause.left + 1]) & {"when", "where", "who", "after", "with"}
    )


def _relative_end(view: View, right: int) -> int:
    """A clause with "which" behind the noun tells of it too."""
    if right < len(view.keys) and view.keys[right] in ("which", "that", "(", "-"):
        place = right + 1
        while place < len(view.keys) and view.keys[place] not in (",", ";", ")", "who", "which"):
            place += 1
        return place
    return right


def _hangs_on_another(view: View, time: Time, first: int) -> bool:
    """ "two days after Peru had walked out, Chile said": the time of the walkout, and of what is told in its clause."""
    if view.keys[time.last - 1] not in ("after", "before"):
        return False
    return first < time.last or "," in view.keys[time.last : first]


def _is_first_since(view: View, time: Time, first: int, last: int) -> bool:
    """ "the first visit since the inauguration in January"."""
    return (
        time.first > last
        and "since" in view.keys[last : time.first]
        and bool(set(view.keys[max(0, first - 6) : last]) & {"first", "last", "only"})
    )


def _is_of_saying(view: View, time: Time, trigger: int) -> bool:
    """ "the ministry said on Thursday": the time of a word and not of what it tells, unless the trigger is nearer."""
    start = max(0, time.first - 4)
    near = view.keys[start : time.first]
    for offset, key in enumerate(near):
        if key in LISTS["reporting"] and key not in ("agreed",):
            return trigger < start + offset or trigger >= time.last
    following = view.keys[time.last : time.last + 1]
    return bool(following) and following[0] in ("said", "announced", "told") and trigger > time.last


_LASTING = frozenset(("visit", "ceasefire", "negotiation", "summit", "dialogue"))


def note_duration(view: View, draft: Draft, time: Time | None, day: datetime.date) -> None:
    """Lengthens a day by the days that the words give the event: "a four-day visit", "stays three days and departs on Friday"."""
    draft.present = (
        bool(set(view.keys[max(0, draft.first - 3) : draft.last]) & {"is", "are", "'s"})
        and "to" not in view.keys[draft.first - 1 : draft.first]
    )
    near = frozenset(view.keys[max(0, draft.first - 10) : draft.last + 12])
    draft.opens = bool(
        set(view.keys[draft.last : draft.last + 25]) & LISTS["opening_verbs"]
        or set(view.keys[max(0, draft.first - 3) : draft.first]) & LISTS["opening_verbs"]
    )
    draft.begun = draft.noun and _begins(view, draft)
    draft.closed = bool((near if draft.type != "visit" else frozenset(view.keys)) & LISTS["closing"]) and not near & LISTS["beginning"]
    if draft.type in _LASTING:
        _note_end(view, draft, day)
    reach = len(view.keys) if draft.type == "visit" else 3 if draft.type == "ceasefire" else 6
    days = duration_near(view, draft.first, draft.last, reach) or (
        duration_near(view, draft.first, len(view.keys), 0) if draft.type in _LASTING else None
    )
    draft.days = days or 0
    if time is None or draft.when is None:
        return
    if days:
        until = view.keys[time.first - 1 : time.first] in (("until",), ("till",)) or "days" in view.keys[time.first : time.last]
        draft.when = lengthened(draft.when, days, ends=until or draft.closed)


def _begins(view: View, draft: Draft) -> bool:
    """ "Talks opened in Nairobi", "opened talks": the verb of the noun itself, and no other beside it."""
    if set(view.keys[max(0, draft.first - 3) : draft.first]) & _BEGUN:
        return not set(view.keys) & LISTS["closing"]
    verb = next(
        (
            place
            for place in range(draft.last, min(draft.clause.right + 2, len(view.keys)))
            if view.told[place] or view.keys[place] in _BEGUN
        ),
        None,
    )
    if verb is None or not set(view.keys[verb : verb + 2]) & _BEGUN:
        return False
    return not set(view.keys) & LISTS["closing"]


_BEGUN = frozenset(("opened", "began", "begun", "started", "resumed", "underway", "open"))


def _note_end(view: View, draft: Draft, day: datetime.date) -> None:
    """ "has been there since Sunday and returns tonight", "reached Lima on Friday and remains until Sunday"."""
    ends = [
        time.span.end
        for time in view.times
        if time.first > draft.first
        and set(view.keys[max(0, time.first - 4) : time.first]) & LISTS["until"]
        and not set(view.keys[max(0, time.first - 4) : time.first]) & {"off", "postponed", "deferred", "delayed"}
    ]
    if not ends or ends[-1] is None or ends[-1] < day:
        return
    if draft.type != "visit" and draft.when and draft.when.start == ends[-1] and view.keys[draft.last : draft.last + 12].count("ends"):
        draft.when, draft.present = DateSpan(start=day, end=ends[-1], precision="day", mention=draft.when.mention), True
        return
    if draft.when is None and draft.status in ("held", "ongoing") and draft.type == "visit":
        draft.when = DateSpan(start=day, end=ends[-1], precision="day")
    if draft.when is None:
        return
    start = draft.when.start
    if start < ends[-1] and draft.when.precision == "day" and (draft.when.end is None or draft.when.end == start):
        draft.when = DateSpan(start=start, end=ends[-1], precision="day", mention=draft.when.mention)


_LASTS = (("for",), ("last",), ("lasts",), ("lasting",), ("again",))


def duration_near(view: View, first: int, last: int, reach: int) -> int | None:
    """Days in "a four-day visit", "two days of talks", "a week of meetings"; None where none are told."""
    for place in range(max(0, first - reach), min(len(view.keys), last + reach)):
        counted = number_at(view.tokens, place)
        if counted is None or counted[0] < 1:
            continue
        at = counted[1]
        if at < len(view.keys) and view.keys[at] == "-":
            at += 1
        unit = view.keys[at] if at < len(view.keys) else ""
        if unit == "day" and at > counted[1]:
            return counted[0] if counted[0] > 1 or view.keys[place] == "one" else None
        if unit == "days" and view.keys[place - 1 : place] in _LASTS and (counted[0] > 1 or reach > 6):
            return counted[0]
        if unit in ("day", "days") and view.keys[at + 1 : at + 2] == ("of",) and counted[0] > 1:
            return counted[0]
        if unit == "week" and view.keys[at + 1 : at + 2] == ("of",) and view.keys[place] in ("a", "one"):
            return 7
    return None


def lengthened(span: DateSpan, days: int, ends: bool) -> DateSpan:
    """A span of so many days that begins, or ends, with a day that is known."""
    if span.precision != "day" or (span.end and span.end != span.start):
        return span
    if span.end is None:
        ends = False
    if ends:
        return DateSpan(start=span.start - (days - 1) * DAY, end=span.start, precision="day", mention=span.mention)
    return DateSpan(start=span.start, end=span.start + (days - 1) * DAY, precision="day", mention=span.mention)
