"""Deadlines in working hours by Python libraries, for `cargo xtask bench sla`.

    peers.py FACTS NAME COUNT

reads the first COUNT complaints of the facts that the bench program wrote and prints `ready`. Each line of standard input asks
once: `round` computes every due instant and prints the processor
seconds that took; `dues` prints them as JSON,
in seconds since 1970, one list per complaint, null where the library gave none. Reading the facts and
turning them into the library's own types is not measured, nor is turning instants back.
"""

import gc
import json
import sys
import time
from datetime import date, datetime, timedelta, timezone

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HOUR = timedelta(hours=1)


def clock_time(text):
    return datetime.strptime(text, "%H:%M").time()


class Facts:
    def __init__(self, path, count):
        with open(path, encoding="utf-8") as file:
            facts = json.load(file)
        self.zone = facts["zone"]
        self.holidays = [date.fromisoformat(text) for text in facts["holidays"]]
        self.limits_h = facts["limits_h"]
        # (weekday from Monday 0, opening, closing)
        self.hours = [
            (number, clock_time(opening), clock_time(closing))
            for number, day in enumerate(DAYS)
            for opening, closing in facts["weekly"][day]
        ]
        self.complaints = [
            (complaint["received_s"], complaint["pauses_s"])
            for complaint in facts["complaints"][:count]
        ]

    def by_hours(self):
        """Weekdays that share an interval: [(weekdays, opening, closing)]."""
        shared = {}
        for day, opening, closing in self.hours:
            shared.setdefault((opening, closing), []).append(day)
        return [(days, *interval) for interval, days in shared.items()]


class OneByOne:
    """Walks the pauses of each complaint: working time until each, then the rest after the last."""

    def prepare(self, facts):
        self.limits = [HOUR * hours for hours in facts.limits_h]
        self.complaints = [
            (
                self.instant(received_s),
                [(self.instant(start), self.instant(end)) for start, end in pauses_s],
            )
            for received_s, pauses_s in facts.complaints
        ]

    def round(self):
        between, add, limits = self.between, self.add, self.limits
        dues = []
        for at, pauses in self.complaints:
            worked = []
            for start, end in pauses:
                worked.append((at, between(at, start)))
                at = end
            found = []
            for left in limits:
                origin = at
                for since, time_worked in worked:
                    if time_worked >= left:
                        origin = since
                        break
                    left -= time_worked
                found.append(add(origin, left))
            dues.append(found)
        return dues

    def dues(self, found):
        return [[self.seconds(due) for due in dues] for dues in found]

    def instant(self, seconds):
        return datetime.fromtimestamp(seconds, timezone.utc)

    def seconds(self, due):
        return round(due.timestamp())


class BusinessTimeDelta(OneByOne):
    def __init__(self, facts):
        import businesstimedelta as library
        import pytz

        zone = pytz.timezone(facts.zone)
        rules = [
            library.WorkDayRule(opening, closing, days, tz=zone)
            for days, opening, closing in facts.by_hours()
        ]
        # A set, which it looks up faster than a list. It fails past its last holiday: hence a far one.
        holidays = set(facts.holidays) | {date(2044, 12, 25)}
        rules.append(library.HolidayRule(holidays, tz=zone))
        self.rules = library.Rules(rules)
        self.delta = library.BusinessTimeDelta
        self.prepare(facts)

    def between(self, start, end):
        return self.rules.difference(start, end).timedelta

    def add(self, start, length):
        return start + self.delta(self.rules, timedelta=length)


class TimeGrid(OneByOne):
    """Knows no zones: works on the wall clock of the facts' zone, which has no summer time."""

    def __init__(self, facts):
        from zoneinfo import ZoneInfo

        import timegrid as library

        self.zone = ZoneInfo(facts.zone)
        calendar = library.TimeGridCalendar.create()
        for day, opening, closing in facts.hours:
            name = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"][day]
            calendar.add_open_rule(getattr(library.DayOfWeek, name), opening, closing)
        for holiday in facts.holidays:
            calendar.close(holiday)
        # Measuring uses the laid out calendar, adding has only the rules.
        self.between = calendar.compile(datetime(2017, 1, 1), datetime(2031, 1, 1)).get_working_duration
        self.add = calendar.add_work_duration
        self.prepare(facts)

    def instant(self, seconds):
        return datetime.fromtimestamp(seconds, self.zone).replace(tzinfo=None)

    def seconds(self, due):
        return round(due.replace(tzinfo=self.zone).timestamp())


class WorkClock:
    """In batches over NumPy arrays, its fastest way."""

    def __init__(self, facts):
        import numpy
        import workclock as library

        self.numpy = numpy
        rules = [
            library.WorkDay(opening, closing, days=days)
            for days, opening, closing in facts.by_hours()
        ]
        rules.append(library.Holidays(facts.holidays))
        self.schedule = library.Schedule(rules, time_zone=facts.zone)
        self.limits_s = numpy.array(facts.limits_h) * 3600
        most = max(len(pauses_s) for _, pauses_s in facts.complaints)
        # Row per complaint: starts of work, and the pause each ends with; no pause is an empty one.
        starts = numpy.empty((len(facts.complaints), most + 1), dtype="int64")
        ends = numpy.empty((len(facts.complaints), most), dtype="int64")
        for row, (received_s, pauses_s) in enumerate(facts.complaints):
            starts[row, :] = pauses_s[-1][1] if pauses_s else received_s
            starts[row, 0] = received_s
            for number, (start, end) in enumerate(pauses_s):
                ends[row, number] = start
                starts[row, number + 1] = end
            ends[row, len(pauses_s):] = starts[row, len(pauses_s):most]
        self.has_pause = ends > starts[:, :most]
        self.starts = starts.astype("datetime64[s]")
        self.ends = ends.astype("datetime64[s]")

    def round(self):
        numpy = self.numpy
        most = self.ends.shape[1]
        worked = numpy.zeros(self.ends.shape, dtype="int64")
        worked[self.has_pause] = self.schedule.between_many(
            self.starts[:, :most][self.has_pause], self.ends[self.has_pause]
        ).astype("timedelta64[s]").astype("int64")
        dues = []
        for limit_s in self.limits_s:
            left = numpy.full(len(self.starts), limit_s)
            origin = numpy.zeros(len(self.starts), dtype="int64")
            running = numpy.ones(len(self.starts), dtype=bool)
            for number in range(most):
                running &= worked[:, number] < left
                left = numpy.where(running, left - worked[:, number], left)
                origin = numpy.where(running, number + 1, origin)
            starts = numpy.take_along_axis(self.starts, origin[:, None], axis=1)[:, 0]
            dues.append(self.schedule.add_many(starts, left.astype("timedelta64[s]")))
        return dues

    def dues(self, found):
        columns = [column.astype("datetime64[s]").astype("int64").tolist() for column in found]
        return [list(row) for row in zip(*columns)]


PEERS = {"businesstimedelta": BusinessTimeDelta, "timegrid": TimeGrid, "workclock": WorkClock}


def main():
    peer = PEERS[sys.argv[2]](Facts(sys.argv[1], int(sys.argv[3])))
    gc.freeze()
    print("ready", flush=True)
    for line in sys.stdin:
        if line.strip() == "round":
            start = time.thread_time()
            peer.round()
            print(time.thread_time() - start, flush=True)
        elif line.strip() == "dues":
            print(json.dumps(peer.dues(peer.round())), flush=True)


main()
