import assert from "node:assert/strict";
import { type HeldMutations, holdMutations } from "./hold-mutations.ts";
import type { PageGlobals, PageMutation } from "./page-globals.ts";

type Records = PageMutation[];
interface Observer {
  observe(target: unknown): void;
  disconnect(): void;
  takeRecords(): Records;
}

/** A page whose observers are told when the test says so, and what is told of through it. */
function startPage(holdMs = 50) {
  const natives: NativeObserver[] = [];
  class NativeObserver {
    waiting: Records = [];
    connected = true;
    constructor(readonly told: (records: Records) => void) {
      natives.push(this);
    }
    observe(_: unknown) {}
    disconnect() {
      this.connected = false;
    }
    takeRecords() {
      return this.waiting.splice(0);
    }
    static toString() {
      return "function MutationObserver() { [native code] }";
    }
  }
  const timers: { callback: () => void; ms: number }[] = [];
  const page = {
    MutationObserver: NativeObserver,
    document: { hidden: false },
    performance: { at: 1000, now: () => page.performance.at },
    location: { href: "here" },
  };
  const held: HeldMutations = holdMutations(
    page as unknown as PageGlobals,
    holdMs,
    (callback, ms) => timers.push({ callback, ms }),
  );
  const scope = held.scope as unknown as typeof page;
  const told: string[] = [];
  const observe = (name: string) => {
    const Held = scope.MutationObserver.prototype.constructor as unknown as new (
      told: (records: Records) => void,
    ) => Observer;
    return new Held((records) => {
      told.push(`${name}: ${records.map(({ oldValue }) => oldValue).join()}`);
    });
  };
  const record = (text: string) => ({ oldValue: text }) as PageMutation;
  return {
    ...{ page, scope, held, told, timers, observe, natives },
    /** What changed is known to the browser only. */
    change: (index: number, text: string) => void natives[index]?.waiting.push(record(text)),
    /** The end of a task: the browser tells of changes. */
    tell() {
      for (const native of natives) {
        const records = native.takeRecords();
        if (records.length > 0) native.told(records);
      }
    },
    wait: (ms: number) => void (page.performance.at += ms),
  };
}

Deno.test("changes are held until some time after those told of before, and told at once", () => {
  const { observe, change, tell, wait, told, timers } = startPage();
  observe("a");
  for (const text of ["1", "2", "3"]) {
    change(0, text);
    tell();
    wait(10);
  }
  assert.deepEqual(told, ["a: 1"], "the first came after a pause");
  assert.deepEqual(timers.map(({ ms }) => ms), [40]);
  wait(20);
  timers[0]?.callback();
  assert.deepEqual(told, ["a: 1", "a: 2,3"]);
  wait(60);
  change(0, "4");
  tell();
  assert.deepEqual(told.at(-1), "a: 4");
});

Deno.test("all observers are told in the order of their making, of what is pending, too", () => {
  const { observe, change, tell, told, held } = startPage();
  for (const name of ["a", "b", "c"]) observe(name);
  change(2, "1");
  tell();
  for (const [index, text] of [[2, "2"], [0, "3"]] as const) {
    change(index, text);
    tell();
  }
  change(1, "4");
  change(0, "5");
  held.handIn();
  assert.deepEqual(told, ["c: 1", "a: 3,5", "b: 4", "c: 2"]);
  tell();
  assert.equal(told.length, 4);
});

Deno.test("what is not held is left to the browser", () => {
  const { observe, change, tell, told, held } = startPage();
  observe("a");
  change(0, "1");
  held.handIn();
  assert.deepEqual(told, []);
  tell();
  assert.deepEqual(told, ["a: 1"]);
});

Deno.test("nothing is held in a hidden page, one that is being left, or beyond a number", () => {
  const { page, observe, change, tell, told, held } = startPage();
  observe("a");
  const happens = (text: string) => {
    change(0, text);
    tell();
  };
  happens("1");
  page.document.hidden = true;
  happens("2");
  page.document.hidden = false;
  happens("3");
  assert.deepEqual(told, ["a: 1", "a: 2"]);
  held.letThrough(100);
  happens("4");
  assert.deepEqual(told.splice(0), ["a: 1", "a: 2", "a: 3", "a: 4"]);
  page.performance.at += 100;
  happens("5");
  for (let i = 0; i < 5000; i++) happens("6");
  assert.equal(told.length, 2);
});

Deno.test("a timer that is late does not hold up what comes after it was due", () => {
  const { observe, change, tell, told, wait } = startPage();
  observe("a");
  for (const ms of [0, 10, 60]) {
    wait(ms);
    change(0, `${ms}`);
    tell();
  }
  assert.deepEqual(told, ["a: 0", "a: 10,60"]);
});

Deno.test("what was handed in for another reason does not shorten the time of what comes next", () => {
  const { observe, change, tell, told, wait, held, timers } = startPage();
  observe("a");
  for (const ms of [0, 20]) {
    wait(ms);
    change(0, `${ms}`);
    tell();
  }
  held.handIn();
  wait(20);
  change(0, "40");
  tell();
  wait(10);
  timers.shift()?.callback();
  assert.deepEqual(told, ["a: 0", "a: 20"]);
  assert.deepEqual(timers.map(({ ms }) => ms), [20]);
  wait(20);
  timers.shift()?.callback();
  assert.deepEqual(told, ["a: 0", "a: 20", "a: 40"]);
});

Deno.test("without a time to hold, changes are told of as they come", () => {
  const { observe, change, tell, told } = startPage(0);
  observe("a");
  for (const text of ["1", "2"]) {
    change(0, text);
    tell();
  }
  assert.deepEqual(told, ["a: 1", "a: 2"]);
});

Deno.test("an observer's records can be taken, and are dropped with it", () => {
  const { observe, change, tell, told, held, natives } = startPage();
  const [a, b] = [observe("a"), observe("b")];
  change(0, "1");
  tell();
  for (const index of [0, 1]) {
    change(index, "2");
    tell();
  }
  change(0, "3");
  assert.deepEqual(a.takeRecords().map(({ oldValue }) => oldValue), ["2", "3"]);
  b.disconnect();
  held.handIn();
  assert.deepEqual(told, ["a: 1"]);
  assert.equal(natives[1]?.connected, false);
});

Deno.test("who watches sees what is not of the document before it is held, once", () => {
  const { page, observe, change, tell, held } = startPage();
  observe("document").observe(page.document);
  observe("root").observe({});
  const seen: unknown[] = [];
  held.watch((records) => seen.push(...records.map(({ oldValue }) => oldValue)));
  for (const text of ["1", "2"]) {
    change(0, "other");
    change(1, text);
    tell();
  }
  change(1, "3");
  held.handIn();
  assert.deepEqual(seen, ["1", "2", "3"]);
});

Deno.test("the scope is the page but for its observer, which reads as the browser's own", () => {
  const { page, scope } = startPage();
  const native = page.MutationObserver;
  assert.equal(scope.location, page.location);
  assert.notEqual(scope.MutationObserver, native);
  assert.match(`${scope.MutationObserver.prototype.constructor}`, /\[native code\]/);
  assert.equal(page.MutationObserver.prototype.constructor, native);
});
