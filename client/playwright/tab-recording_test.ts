import assert from "node:assert/strict";
import type { PageBatch } from "./in-page/create-outbox.ts";
import { TabRecording } from "./tab-recording.ts";
import type { SealedBatch } from "./upload-queue.ts";

const at = Date.UTC(2026, 0, 1);

function startTab(options: Partial<ConstructorParameters<typeof TabRecording>[0]> = {}) {
  const sealed: SealedBatch[] = [];
  const lost: [number, unknown][] = [];
  const tab = new TabRecording({
    ...{ maskAll: true, batchMs: 60_000, batchBytes: 1000, limitBytes: 2000 },
    redact: (value) => value,
    redactParts: (text) => text,
    push: (batch) => void sealed.push(batch),
    lost: (count, why) => void lost.push([count, why]),
    ...options,
  });
  return { tab, sealed, lost };
}

/** Events of one type that a document made from the nth on. */
function batch(n: number, first: number, types: number[]): PageBatch {
  const lines = types.map((type, i) =>
    JSON.stringify({ type, timestamp: at + first + i, data: {} })
  );
  return { n, first, count: types.length, text: lines.join("\n") };
}

const from = (doc: string, made: number, ended: boolean, ...batches: PageBatch[]) => {
  return { doc, made, batches, ended };
};

const shape = (sealed: SealedBatch[]) =>
  sealed.map(({ sequence, event_offset, count, final }) => [sequence, event_offset, count, final]);

Deno.test("a tab takes a batch that arrives twice once", () => {
  const { tab, sealed, lost } = startTab();
  tab.receive(from("a", 2, false, batch(1, 0, [4, 2])));
  tab.receive(from("a", 4, true, batch(1, 0, [4, 2]), batch(2, 2, [3, 3])));
  tab.seal(true);
  assert.deepEqual(shape(sealed), [[0, 0, 4, true]]);
  assert.deepEqual(lost, []);
});

Deno.test("a tab names what is missing: between batches, and at a document's end", () => {
  const { tab, sealed, lost } = startTab();
  tab.receive(from("a", 2, false, batch(1, 0, [4, 2])));
  tab.receive(from("a", 9, false, batch(2, 7, [4, 2])));
  tab.receive(from("a", 12, true));
  tab.receive(from("b", 2, false, batch(1, 0, [4, 2])));
  tab.seal(true);
  assert.deepEqual(shape(sealed), [[0, 0, 2, false], [1, 7, 2, false], [2, 12, 2, true]]);
  assert.deepEqual(lost, [[5, null], [3, null]]);
});

Deno.test("a tab counts what comes after another document has begun, and does not show it", () => {
  const { tab, sealed, lost } = startTab();
  tab.receive(from("a", 2, false, batch(1, 0, [4, 2])));
  tab.receive(from("b", 2, false, batch(1, 0, [4, 2])));
  tab.receive(from("a", 5, true, batch(2, 2, [3, 3])));
  tab.seal(true);
  assert.deepEqual(shape(sealed), [[0, 0, 2, false], [1, 2, 2, false], [2, 7, 0, true]]);
  assert.deepEqual(lost, [[2, null], [1, null]]);
});

Deno.test("a tab's last batch tells of what was lost after the last event", () => {
  const { tab, sealed } = startTab();
  tab.receive(from("a", 2, false, batch(1, 0, [4, 2])));
  tab.receive(from("a", 5, true));
  tab.seal(true);
  tab.receive(from("b", 1, false, batch(1, 0, [4])));
  tab.seal(true);
  assert.deepEqual(shape(sealed), [[0, 0, 2, false], [1, 5, 0, true]]);
});

Deno.test("a tab in which nothing happened sends nothing", () => {
  const { tab, sealed } = startTab();
  tab.receive(from("a", 0, false));
  tab.seal(true);
  assert.deepEqual(sealed, []);
});

Deno.test("a tab begins a batch with each copy of the document", () => {
  const { tab, sealed } = startTab();
  tab.receive(from("a", 7, false, batch(1, 0, [0, 4, 2, 1, 3, 4, 2, 3])));
  tab.seal(false);
  assert.deepEqual(shape(sealed), [[0, 0, 5, false], [1, 5, 3, false]]);
});

Deno.test("a tab closes a batch of so many bytes, and keeps every batch below the limit", () => {
  const { tab, sealed, lost } = startTab({ batchBytes: 150, limitBytes: 200 });
  tab.receive(from("a", 10, false, batch(1, 0, [3, 3, 3, 3, 3, 3, 3, 3, 3, 3])));
  const text = JSON.stringify({ type: 3, timestamp: at, data: "x".repeat(200) });
  tab.receive(from("a", 11, false, { n: 2, first: 10, count: 1, text }));
  assert.deepEqual(sealed.map(({ count }) => count), [4, 4, 2]);
  assert.ok(sealed.every(({ text }) => text.length < 200));
  assert.match(`${lost[0]?.[1]}`, /takes 2\d\d bytes/);
});

Deno.test("a tab redacts every event, and leaves out one that cannot be", () => {
  const { tab, sealed, lost } = startTab({
    redact(value) {
      const text = JSON.stringify(value);
      if (text.includes("broken")) throw new Error("cannot");
      return JSON.parse(text.replaceAll("secret", "[redacted]"));
    },
  });
  const lines = ["secret", "broken", "plain"].map((data, i) =>
    JSON.stringify({ type: 5, timestamp: at + i, data })
  );
  tab.receive(from("a", 3, true, { n: 1, first: 0, count: 3, text: lines.join("\n") }));
  tab.seal(true);
  assert.deepEqual(shape(sealed), [[0, 0, 1, false], [1, 2, 1, true]]);
  assert.deepEqual(lost, [[1, new Error("cannot")]]);
  const sent = sealed.map(({ text }) => text).join();
  assert.ok(sent.includes("[redacted]") && sent.includes("plain") && !sent.includes("broken"));
});

Deno.test("a tab sends what waits after a while", async () => {
  const sent = Promise.withResolvers<SealedBatch>();
  const { tab } = startTab({ batchMs: 5, push: sent.resolve });
  tab.receive(from("a", 2, false, batch(1, 0, [4, 2])));
  assert.equal((await sent.promise).count, 2);
});
