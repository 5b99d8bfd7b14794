import assert from "node:assert/strict";
import { parseSchedule } from "./parse-schedule.ts";

function matches(schedule: string, minute: string): boolean {
  const parsed = parseSchedule(schedule);
  assert.equal(parsed?.kind, "calendar", schedule);
  return parsed.matches(new Date(`${minute}:00Z`));
}

Deno.test("parseSchedule() reads fields in UTC: steps, ranges, lists, names, 7 as Sunday", () => {
  // 2026-11-22 is a Sunday.
  const cases: [schedule: string, minute: string, expected: boolean][] = [
    ["*/5 * * * *", "2026-11-22T10:05", true],
    ["*/5 * * * *", "2026-11-22T10:06", false],
    ["5-20/5 1,2 * * *", "2026-11-22T02:15", true],
    ["5-20/5 1,2 * * *", "2026-11-22T03:15", false],
    ["0 0 * jan-nov SUN", "2026-11-22T00:00", true],
    ["0 0 * * 7", "2026-11-22T00:00", true],
    ["0 0 * * 5-7", "2026-11-22T00:00", true],
    ["0 0 * * 1-6", "2026-11-22T00:00", false],
    ["@hourly", "2026-11-22T07:00", true],
    ["@weekly", "2026-11-22T00:00", true],
    ["@yearly", "2026-11-22T00:00", false],
  ];
  for (const [schedule, minute, expected] of cases) {
    assert.equal(matches(schedule, minute), expected, `${schedule} at ${minute}`);
  }
});

Deno.test("parseSchedule() takes $ as the last day of the month", () => {
  assert.equal(matches("0 0 $ * *", "2026-02-28T00:00"), true);
  assert.equal(matches("0 0 $ * *", "2028-02-28T00:00"), false);
  assert.equal(matches("0 0 $ * *", "2028-02-29T00:00"), true);
});

Deno.test("parseSchedule() takes day of month or of week, both when one begins with a star", () => {
  assert.equal(matches("0 0 13 * 5", "2026-11-20T00:00"), true, "a Friday, not the 13th");
  assert.equal(matches("0 0 20 * 1", "2026-11-20T00:00"), true, "the 20th, not a Monday");
  assert.equal(matches("0 0 */2 * 5", "2026-11-20T00:00"), false, "an even day");
});

Deno.test("parseSchedule() reads intervals of 1 to 59 seconds", () => {
  assert.deepEqual(parseSchedule("10 seconds"), { kind: "interval", seconds: 10 });
  assert.deepEqual(parseSchedule(" 1 SECOND "), { kind: "interval", seconds: 1 });
  for (const text of ["0 seconds", "60 seconds", "1 minute", "", "* * * *", "61 * * * *"]) {
    assert.equal(parseSchedule(text), null, text);
  }
});
