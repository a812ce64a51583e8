// Deadlines in working hours by a JavaScript library, for `cargo xtask bench sla`:
//
//     node peers.js FACTS NAME COUNT
//
// Speaks as `python/peers.py` does. Works on the process's own zone (TZ) and counts whole minutes.
"use strict";

const fs = require("node:fs");
const readline = require("node:readline");

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const SHORT = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const facts = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));

const libraries = {
  "dayjs-business-time"() {
    const dayjs = require("dayjs");
    dayjs.extend(require("dayjs-business-time"));
    const hours = {};
    SHORT.forEach((day, number) => {
      const intervals = facts.weekly[day].map(([start, end]) => ({
        start: `${start}:00`,
        end: `${end}:00`,
      }));
      hours[DAYS[number]] = intervals.length > 0 ? intervals : null;
    });
    dayjs.setBusinessTime(hours);
    dayjs.setHolidays(facts.holidays);
    return {
      instant: (seconds) => dayjs(seconds * 1000),
      between: (start, end) => start.businessMinutesDiff(end),
      add: (start, minutes) => start.addBusinessMinutes(minutes),
    };
  },
};

const { instant, between, add } = libraries[process.argv[3]]();
const limits = facts.limits_h.map((hours) => hours * 60);
const complaints = facts.complaints.slice(0, Number(process.argv[4])).map(({ received_s, pauses_s }) => ({
  received: instant(received_s),
  pauses: pauses_s.map(([start, end]) => [instant(start), instant(end)]),
}));

function round() {
  return complaints.map(({ received, pauses }) => {
    let at = received;
    const worked = pauses.map(([start, end]) => {
      const since = at;
      at = end;
      return [since, between(since, start)];
    });
    return limits.map((limit) => {
      let left = limit;
      for (const [since, minutes] of worked) {
        if (minutes >= left) {
          return add(since, left);
        }
        left -= minutes;
      }
      return add(at, left);
    });
  });
}

console.log("ready");
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  if (line === "round") {
    const start = process.cpuUsage();
    round();
    const { user, system } = process.cpuUsage(start);
    console.log(String((user + system) / 1e6));
  } else if (line === "dues") {
    const seconds = (due) => Math.round(due.valueOf() / 1000);
    console.log(JSON.stringify(round().map((dues) => dues.map(seconds))));
  }
});
