import assert from "node:assert/strict";
import { createPlanner, type Job } from "./planner.ts";

const NONE = new Map<string, unknown>();
const at = (time: string) => new Date(`2026-11-22T${time}Z`);
const job = (jobid: string, schedule: string): Job => ({
  ...{ jobid, schedule, command: "select 1", database: "postgres", username: "postgres" },
});

/** Asks once per given time and returns how many runs started at each. */
function starts(schedule: string, times: string[], running = NONE): number[] {
  const planner = createPlanner();
  return times.map((time) => planner.due([job("1", schedule)], at(time), running).length);
}

Deno.test("due() starts a job once in each minute that matches, none for the minute it began in", () => {
  const times = ["10:00:30", "10:00:59", "10:01:00", "10:01:01", "10:01:59", "10:02:00"];
  assert.deepEqual(starts("* * * * *", times), [0, 0, 1, 0, 0, 1]);
});

Deno.test("due() makes up for minutes that a busy process missed, but not for a sleep", () => {
  const planner = createPlanner();
  const jobs = [job("1", "* * * * *")];
  planner.due(jobs, at("10:00:30"), NONE);
  const runs = (time: string) => {
    let count = 0;
    while (planner.due(jobs, at(time), NONE).length > 0) count++;
    return count;
  };
  assert.equal(runs("10:03:10"), 3);
  assert.equal(runs("18:00:00"), 5);
});

Deno.test("due() starts nothing twice when the clock is set back", () => {
  assert.deepEqual(starts("* * * * *", ["10:00:30", "10:01:00", "10:00:50", "10:01:00"]), [
    0,
    1,
    0,
    0,
  ]);
});

Deno.test("due() counts an interval from the last start and from when the job was first seen", () => {
  const times = ["10:00:00", "10:00:01", "10:00:02", "10:00:03", "10:00:04", "10:00:05"];
  assert.deepEqual(starts("2 seconds", times), [0, 0, 1, 0, 1, 0]);
});

Deno.test("due() holds back a job that still runs, as often as it was due by the calendar", () => {
  const planner = createPlanner();
  const jobs = [job("1", "* * * * *"), job("2", "1 second")];
  const busy = new Map([["1", true], ["2", true]]);
  planner.due(jobs, at("10:00:59"), NONE);
  for (const time of ["10:01:00", "10:02:00"]) {
    assert.deepEqual(planner.due(jobs, at(time), busy), []);
  }
  const ids = () => planner.due(jobs, at("10:02:01"), NONE).map(({ jobid }) => jobid);
  assert.deepEqual([ids(), ids(), ids()], [["1", "2"], ["1"], []]);
});

Deno.test("due() follows a changed schedule and forgets a removed job", () => {
  const planner = createPlanner();
  planner.due([job("1", "5 seconds")], at("10:00:00"), NONE);
  assert.equal(planner.due([job("1", "1 second")], at("10:00:01"), NONE).length, 0);
  assert.equal(planner.due([job("1", "1 second")], at("10:00:02"), NONE).length, 1);
  planner.due([], at("10:00:03"), NONE);
  assert.equal(planner.due([job("1", "1 second")], at("10:00:04"), NONE).length, 0);
});

Deno.test("due() starts @reboot jobs at its first call only, and ignores what it cannot read", () => {
  const planner = createPlanner();
  assert.equal(planner.due([job("1", "@reboot")], at("10:00:00"), NONE).length, 1);
  const jobs = [job("1", "@reboot"), job("2", "@reboot"), job("3", "nonsense")];
  assert.equal(planner.due(jobs, at("10:01:00"), NONE).length, 0);
});
