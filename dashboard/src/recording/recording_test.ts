import assert from "node:assert/strict";
import { exampleAnswer, exampleChunk, exampleStart } from "./example-chunks.ts";
import { Recording } from "./recording.ts";
import type { ChunksAnswer, ChunksQuery } from "./recording-source.ts";

function scene(answer: (query: ChunksQuery) => ChunksAnswer) {
  const asked: ChunksQuery[] = [];
  const recording = new Recording({
    chunks(query) {
      asked.push(query);
      return Promise.resolve(answer(query));
    },
    bytes: () => Promise.reject(new Error("not asked for here")),
  });
  return { asked, recording };
}

Deno.test("Recording lists a moment by one request, and by none once everything is listed", async () => {
  const { asked, recording } = scene(() => exampleAnswer([exampleChunk(0), exampleChunk(1)]));
  await recording.listMoment(0);
  // That was the first moment there is.
  await recording.listMoment(exampleStart);
  await recording.listNew();
  await recording.listMoment(exampleStart + 5000);
  assert.deepEqual(asked, [{ from: "1970-01-01T00:00:00.000Z" }, { after: 0 }]);
});

Deno.test("Recording lists on where it stopped, and does not list twice at once", async () => {
  const all = [0, 1, 2].map((n) => exampleChunk(n));
  const { asked, recording } = scene(({ after = 0 }) =>
    exampleAnswer(all.slice(after), { last_arrival: all.length })
  );
  await Promise.all([recording.listNew(), recording.listNew()]);
  assert.deepEqual(asked, [{ after: 0 }]);
  all.push(exampleChunk(3));
  await recording.listNew();
  assert.deepEqual(asked.at(-1), { after: 3 });
  assert.equal(recording.index.of("main").length, 4);
});

Deno.test("Recording lists more than one answer has, by the order of arrival", async () => {
  const all = [3, 0, 4, 1, 2].map((n, i) => exampleChunk(n, { arrival: i + 1 }));
  const { asked, recording } = scene(({ after = 0 }) =>
    exampleAnswer(all.slice(after, after + 2).sort((a, b) => a.sequence - b.sequence), {
      ...{ truncated: after + 2 < all.length, last_arrival: all.length },
    })
  );
  await recording.listNew();
  assert.deepEqual(asked.map(({ after }) => after), [0, 2, 4]);
  assert.deepEqual(recording.index.of("main").map((c) => c.sequence), [0, 1, 2, 3, 4]);
});

Deno.test("Recording ends with its run, if that ended soon after the last event", async () => {
  const seconds = async (completed: number | null) => {
    const completed_at = completed && new Date(exampleStart + completed * 1000).toISOString();
    const { recording } = scene(() =>
      exampleAnswer([exampleChunk(0)], { completed_at: completed_at || null })
    );
    await recording.listMoment(0);
    const { from = 0, to = 0 } = recording.span ?? {};
    return (to - from) / 1000;
  };
  assert.deepEqual([await seconds(null), await seconds(40), await seconds(9)], [10, 40, 10]);
  assert.equal(await seconds(86_400), 130);
});

Deno.test("Recording has no span before there is an event", async () => {
  const { recording } = scene(() =>
    exampleAnswer([], { first_event_at: null, last_event_at: null })
  );
  assert.equal(recording.span, null);
  await recording.listMoment(0);
  assert.equal(recording.span, null);
});
