import assert from "node:assert/strict";
import { cleanEvent } from "./clean-event.ts";

const timestamp = 1_764_000_000_000;
const increment = (data: object) => cleanEvent({ type: 3, timestamp, data })?.data ?? null;

Deno.test("cleanEvent() keeps snapshots that have a root, and sizes that a browser can bear", () => {
  const html = { type: 2, id: 2, tagName: "html", attributes: {}, childNodes: [] };
  const data = {
    node: { type: 0, id: 1, childNodes: [html] },
    initialOffset: { left: 0, top: 40 },
  };
  assert.deepEqual(cleanEvent({ type: 2, timestamp, data, delay: 9 }), {
    type: 2,
    timestamp,
    data,
  });
  const empty = { ...data, node: { ...data.node, childNodes: [] } };
  assert.equal(cleanEvent({ type: 2, timestamp, data: empty }), null);
  const size = cleanEvent({ type: 4, timestamp, data: { href: "x", width: 1e9, height: -1 } });
  assert.deepEqual(size?.data, { href: "x", width: 10_000, height: 1 });
});

Deno.test("cleanEvent() makes nothing of what is no event, or shows nothing", () => {
  for (const none of [null, 1, "x", [], {}, { type: 2 }, { type: 3, timestamp, data: {} }]) {
    assert.equal(cleanEvent(none), null);
  }
  for (const type of [0, 1, 5, 6, 7, "3"]) {
    assert.equal(cleanEvent({ type, timestamp, data: { source: 0 } }), null);
  }
  assert.equal(cleanEvent({ type: 3, timestamp: "now", data: { source: 0 } }), null);
  // Media, canvas, console and custom elements.
  for (const source of [7, 9, 11, 16, 99, "0"]) assert.equal(increment({ source, id: 1 }), null);
});

Deno.test("cleanEvent() keeps a mutation's good parts", () => {
  const text = { type: 3, id: 9, textContent: "x" };
  assert.deepEqual(
    increment({
      source: 0,
      adds: [{ parentId: 1, nextId: null, node: text }, { parentId: "1", node: text }, null],
      removes: [{ parentId: 1, id: 4 }, { id: 5 }],
      texts: [{ id: 3, value: "y" }, { value: "z" }],
      attributes: [{ id: 3, attributes: { class: "a", onclick: "x", style: { color: "red" } } }],
    }),
    {
      source: 0,
      adds: [{ parentId: 1, nextId: null, node: text }],
      removes: [{ parentId: 1, id: 4 }],
      texts: [{ id: 3, value: "y" }],
      attributes: [{ id: 3, attributes: { class: "a", style: { color: "red" } } }],
    },
  );
  assert.deepEqual(increment({ source: 0, adds: "x" }), {
    ...{ source: 0, adds: [], removes: [], texts: [], attributes: [] },
  });
});

Deno.test("cleanEvent() keeps movements that have a place", () => {
  const place = { x: 1, y: 2, id: 3, timeOffset: -20 };
  assert.deepEqual(increment({ source: 1, positions: [place, { x: 1 }, null] }), {
    ...{ source: 1, positions: [place] },
  });
  assert.equal(increment({ source: 1, positions: [] }), null);
  assert.equal(increment({ source: 2, type: 99.5, id: 1 }), null);
  assert.deepEqual(increment({ source: 2, type: 2, id: 1, x: "1" }), {
    ...{ source: 2, type: 2, id: 1, x: 0, y: 0 },
  });
});

Deno.test("cleanEvent() keeps style changes, without what they would load", () => {
  const rule = { rule: "a { background: url(https://a.example) }", index: [0, 1] };
  assert.deepEqual(increment({ source: 8, id: 5, adds: [rule, {}], removes: [{ index: 2 }, 1] }), {
    source: 8,
    id: 5,
    adds: [{ rule: 'a { background: url("") }', index: [0, 1] }],
    removes: [{ index: 2 }],
  });
  const set = { property: "color", value: "red" };
  assert.deepEqual(increment({ source: 13, id: 5, index: [0], set }), {
    ...{ source: 13, id: 5, index: [0], set: { ...set, priority: undefined } },
  });
  assert.equal(increment({ source: 13, id: 5, index: "0", set }), null);
  const styles = [{ styleId: 2, rules: [rule] }, { rules: [] }];
  const adopted = increment({ source: 15, id: 5, styleIds: [2, "3"], styles });
  assert.deepEqual([adopted?.styleIds, (adopted?.styles as unknown[]).length], [[2], 1]);
});

Deno.test("cleanEvent() keeps fonts by their bytes only", () => {
  const font = { source: 10, family: "F", buffer: true, fontSource: "[1,2]" };
  assert.deepEqual(increment(font), font);
  assert.equal(increment({ ...font, buffer: false, fontSource: "url(https://a.example)" }), null);
  assert.equal(increment({ ...font, fontSource: "url(https://a.example)" }), null);
});
