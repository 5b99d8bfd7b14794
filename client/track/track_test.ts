import assert from "node:assert/strict";
import { RunCancelledError, track, type TrackedRun, type TrackingProblem } from "../mod.ts";
import { FakeApi, type Fate } from "../testing/fake-api.ts";
import { random } from "../testing/random.ts";

const workflow_id = "0198c1f0-7c3e-7d1c-9b1e-2f6f3b0a4d11";
const retry = { firstSeconds: 0.001, longestSeconds: 0.01 };

function listener() {
  const problems: TrackingProblem[] = [];
  return { problems, onTrackingError: (problem: TrackingProblem) => void problems.push(problem) };
}

const messages = (api: FakeApi) => api.only.entries.map(({ message }) => message);

Deno.test("a returned value makes the run completed, with what it reported in order", async () => {
  const api = new FakeApi();
  const { problems, onTrackingError } = listener();
  const value = await track(api.client, { workflow_id, onTrackingError }, async (run) => {
    assert.equal(run.execution_id, api.only.execution_id);
    run.log("one");
    run.log("two", { level: "warn", data: { n: 2n, at: new Date(0) } });
    run.progress(40);
    await run.flush();
    return { price: 12.5 };
  });
  assert.deepEqual(value, { price: 12.5 });
  const { status, result, progress, seconds, entries } = api.only;
  assert.deepEqual({ status, result, progress }, {
    ...{ status: "completed", result: { price: 12.5 }, progress: 40 },
  });
  assert.equal(typeof seconds, "number");
  assert.deepEqual(messages(api), ["one", "two"]);
  assert.deepEqual(entries[1]?.data, { n: "2", at: "1970-01-01T00:00:00.000Z" });
  assert.equal(entries[1]?.level, "warn");
  assert.deepEqual(problems, []);
  assert.ok(api.only.beats > 0);
});

Deno.test("a thrown error makes the run failed, with message, stack and causes, and is thrown on", async () => {
  const api = new FakeApi();
  const thrown = new Error("no element #buy", { cause: new TypeError("page is gone") });
  const call = track(api.client, { workflow_id }, () => Promise.reject(thrown));
  await assert.rejects(call, (error) => error === thrown);
  assert.equal(api.only.status, "failed");
  assert.match(`${api.only.error}`, /^Error: no element #buy\n\s+at .*track_test\.ts/);
  assert.match(`${api.only.error}`, /\nCaused by: TypeError: page is gone\n/);
});

Deno.test("a request to stop aborts run.signal, and the run ends as cancelled", async () => {
  const api = new FakeApi();
  const options = { workflow_id, heartbeatSeconds: 0.01 };
  const work = async (run: TrackedRun) => {
    api.cancelReason = "no longer needed";
    await new Promise((resolve) => run.signal.addEventListener("abort", resolve));
    await run.step("never begun", () => assert.fail());
  };
  await assert.rejects(track(api.client, options, work), (error) => {
    assert.ok(error instanceof RunCancelledError);
    assert.equal(error.reason, "no longer needed");
    return true;
  });
  assert.equal(api.only.status, "cancelled");
  assert.match(`${api.only.error}`, /asked to stop: no longer needed/);
  assert.deepEqual(api.only.entries, []);
});

Deno.test("the caller's own signal cancels the run, which keeps what it returns", async () => {
  const api = new FakeApi();
  const stop = new AbortController();
  const options = { workflow_id, signal: stop.signal };
  await track(api.client, options, (run) => {
    stop.abort();
    assert.ok(run.signal.aborted);
    return "so far";
  });
  assert.deepEqual([api.only.status, api.only.result], ["cancelled", "so far"]);
});

Deno.test("steps are nested, timed, and end as they ended", async () => {
  const api = new FakeApi();
  await track(api.client, { workflow_id }, async (run) => {
    assert.equal(await run.step("order", (order) => order.step("add", () => 7)), 7);
    const failing = run.step("pay", (pay) => {
      pay.log("card entered");
      throw new Error("declined", { cause: new Error("no funds") });
    });
    await assert.rejects(failing, /declined/);
  });
  const { entries } = api.only;
  const names = new Map(entries.map(({ id, step }) => [id, step]));
  assert.deepEqual(
    entries.map(({ kind = "log", step, step_id, level, message }) => [
      ...[kind, step, names.get(step_id), level, message],
    ]),
    [
      ["step_started", "order", undefined, undefined, undefined],
      ["step_started", "add", "order", undefined, undefined],
      ["step_finished", "add", "add", undefined, undefined],
      ["step_finished", "order", "order", undefined, undefined],
      ["step_started", "pay", undefined, undefined, undefined],
      ["log", "pay", "pay", undefined, "card entered"],
      ["step_finished", "pay", "pay", "error", "declined: no funds"],
    ],
  );
});

Deno.test("nothing is lost, stored twice or out of order when the API fails at random", async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const api = new FakeApi();
    const next = random(seed);
    const fates: Fate[] = ["lost", "unanswered", "unanswered", 503, 429, 500, 401];
    let row = 0;
    api.fate = () => {
      // Never more than 6 failures in a row: an end that cannot be sent in time is another matter.
      const fails = row < 6 && next() < 0.5;
      row = fails ? row + 1 : 0;
      return fails ? fates[Math.floor(next() * fates.length)] ?? "lost" : "taken";
    };
    const { problems, onTrackingError } = listener();
    await track(api.client, { workflow_id, onTrackingError, retry }, async (run) => {
      for (let n = 1; n <= 40; n++) {
        run.log(`line ${n}`);
        if (next() < 0.2) await run.flush();
      }
    });
    assert.equal(api.only.status, "completed", `seed ${seed}`);
    const expected = Array.from({ length: 40 }, (_, at) => `line ${at + 1}`);
    assert.deepEqual(messages(api), expected, `seed ${seed}`);
    assert.ok(problems.every(({ kind }) => kind === "delayed"), JSON.stringify(problems));
  }
});

Deno.test("a run that cannot be recorded is done all the same, and recorded when it can be", async () => {
  const api = new FakeApi();
  let isDown = true;
  api.fate = () => isDown ? "lost" : "taken";
  const { problems, onTrackingError } = listener();
  const options = {
    ...{ workflow_id, onTrackingError, retry, visual_streaming_enabled: true, createSeconds: 0.05 },
  };
  const value = await track(api.client, options, async (run) => {
    assert.equal(run.execution_id, null);
    assert.match(`${run.session_id}`, /^visual-/);
    await run.step("work", () => {});
    isDown = false;
    return "done";
  });
  assert.equal(value, "done");
  assert.equal(api.only.status, "completed");
  assert.equal(api.only.entries.length, 2);
  assert.deepEqual(problems.map(({ kind }) => kind), ["delayed"]);
});

Deno.test("what cannot be sent in time is lost, and told", async () => {
  const api = new FakeApi();
  const { problems, onTrackingError } = listener();
  const options = { workflow_id, onTrackingError, retry, createSeconds: 0.01, flushSeconds: 0.05 };
  api.fate = () => "lost";
  await track(api.client, options, (run) => run.log("a line"));
  const [delayed, lost] = problems;
  assert.deepEqual([delayed?.kind, lost?.kind, lost?.reports], ["delayed", "lost", 3]);
});

Deno.test("a run that the API refuses is done all the same, and told once", async () => {
  const api = new FakeApi();
  api.fate = (name) => name === "create-execution" ? 404 : "taken";
  const { problems, onTrackingError } = listener();
  const value = await track(api.client, { workflow_id, onTrackingError }, (run) => {
    run.log("a line");
    return 1;
  });
  assert.equal(value, 1);
  assert.deepEqual(problems.map(({ kind }) => kind), ["lost"]);
  assert.deepEqual(api.calls, ["create-execution"]);
});

Deno.test("what the API refuses takes nothing with it, nor the end of the run", async () => {
  const api = new FakeApi();
  api.fate = (_name, body) => {
    const text = JSON.stringify(body);
    return text.includes("too large") ? 413 : "taken";
  };
  const { problems, onTrackingError } = listener();
  await track(api.client, { workflow_id, onTrackingError }, (run) => {
    for (const message of ["one", "too large", "two", "three"]) run.log(message);
    return "a result that is too large";
  });
  assert.deepEqual(messages(api), ["one", "two", "three"]);
  assert.deepEqual([api.only.status, api.only.result], ["completed", undefined]);
  assert.deepEqual(problems.map(({ kind, reports }) => [kind, reports]), [["lost", 1], [
    "lost",
    1,
  ]]);
});

Deno.test("a run holds 18 000 lines; steps and the end go on, and what is left out is counted", async () => {
  const api = new FakeApi();
  let isDown = false;
  api.fate = () => isDown ? "lost" : "taken";
  const { problems, onTrackingError } = listener();
  await track(api.client, { workflow_id, onTrackingError, retry }, async (run) => {
    isDown = true;
    await run.step("many lines", (step) => {
      for (let n = 1; n <= 20_000; n++) step.log(`line ${n}`);
    });
    isDown = false;
  });
  const dropped = problems.filter(({ kind }) => kind === "dropped")
    .reduce((sum, { reports }) => sum + reports, 0);
  const lines = messages(api).filter((message) => message !== undefined);
  // The start of the step is an entry too.
  assert.deepEqual([lines.length, lines.at(-1), dropped], [17_999, "line 17999", 2001]);
  const kinds = api.only.entries.flatMap(({ kind }) => kind ?? []);
  assert.deepEqual(kinds, ["step_started", "step_finished"]);
  assert.equal(api.only.status, "completed");
});

Deno.test("progress is reported in steps of a tenth of a percent, and its end", async () => {
  const api = new FakeApi();
  const reported: unknown[] = [];
  api.fate = (_name, body) => {
    if (body.progress !== undefined) reported.push(body.progress);
    return "taken";
  };
  await track(api.client, { workflow_id }, async (run) => {
    for (const percent of [0, 0.05, 20, 20.04, 20.1, NaN, 99.97, 100, 100, 120]) {
      run.progress(percent);
      await run.flush();
    }
  });
  assert.deepEqual(reported, [0, 20, 20.1, 99.97, 100]);
});

Deno.test("a run that has no room for more events still gets its progress and end", async () => {
  const api = new FakeApi();
  let calls = 0;
  api.fate = (_name, body) => {
    calls++;
    return body.append_logs ? 413 : "taken";
  };
  api.refusal = {
    code: "payload_too_large",
    message: "Execution 1 would have 20001 events; the limit is 20000.",
  };
  const { problems, onTrackingError } = listener();
  await track(api.client, { workflow_id, onTrackingError }, (run) => {
    for (let n = 1; n <= 300; n++) {
      run.log(`line ${n}`);
      run.progress(n / 3);
    }
  });
  assert.deepEqual([api.only.status, api.only.progress], ["completed", 100]);
  assert.deepEqual(problems.map(({ kind, reports }) => [kind, reports]), [["lost", 300]]);
  assert.ok(calls < 8, `${calls} calls`);
});

Deno.test("neither a listener that throws nor a value that cannot be read breaks the run", async () => {
  const api = new FakeApi();
  api.fate = (name) => name === "create-execution" ? 404 : "taken";
  const onTrackingError = () => {
    throw new Error("broken");
  };
  assert.equal(await track(api.client, { workflow_id, onTrackingError }, () => 1), 1);

  const circle: Record<string, unknown> = {
    get bad() {
      throw new Error("no");
    },
  };
  circle.self = circle;
  const healthy = new FakeApi();
  await track(healthy.client, { workflow_id }, (run) => {
    run.log("here", { data: circle });
    return { circle: [circle], none: undefined };
  });
  assert.equal(healthy.only.status, "completed");
  assert.deepEqual(healthy.only.result, { circle: ["[unreadable]"] });
});

Deno.test("secrets never leave: not in inputs, lines, steps, results or errors", async () => {
  const secret = `p@ss "w0rd"/1+2`;
  const pin = 48151623;
  const api = new FakeApi();
  const bodies: string[] = [];
  api.fate = (_name, body) => {
    bodies.push(JSON.stringify(body));
    return "taken";
  };
  const options = {
    ...{ workflow_id, secrets: [secret], secret_inputs: ["pin"], metadata: { [secret]: 1 } },
    inputs: { pin, url: `https://x/?q=${encodeURIComponent(secret)}` },
  };
  const failing = track(api.client, options, async (run) => {
    run.log(`typed ${secret}`, { data: { html: "p@ss &quot;w0rd&quot;/1+2", code: pin } });
    await run.step(`enter ${pin}`, () => {});
    throw new Error(`bad ${secret}`, { cause: new Error(btoa(`user:${secret}`)) });
  });
  await assert.rejects(failing);
  const sent = bodies.join("\n");
  for (const part of ["w0rd", `${pin}`, btoa(secret).slice(3, -5)]) {
    assert.ok(!sent.includes(part), `${part} in ${sent}`);
  }
  assert.equal(sent.includes("[redacted]"), true);
  const inputs = api.only.creation.inputs as Record<string, unknown>;
  assert.deepEqual(inputs, { pin: "[redacted]", url: "https://x/?q=[redacted]" });
});

Deno.test("a secret that would be found everywhere is refused before anything is sent", async () => {
  const api = new FakeApi();
  for (const secret of ["", "abc", undefined as unknown as string]) {
    const call = track(api.client, { workflow_id, secrets: [secret] }, () => assert.fail());
    await assert.rejects(call, TypeError);
  }
  assert.deepEqual(api.calls, []);
});
