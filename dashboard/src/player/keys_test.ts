import assert from "node:assert/strict";
import { keyAction, type KeyActions } from "./keys.ts";

/** What a key does, as the names of actions with what they are given. */
function press(key: string, more: Partial<KeyboardEvent> = {}, focus = "BODY"): string {
  let did = "nothing";
  const note = (name: string) => (given?: number) => void (did = `${name} ${given ?? ""}`.trim());
  const names = ["toggle", "move", "step", "toStart", "toEnd", "speed", "toggleIdle"];
  const actions = Object.fromEntries(names.map((name) => [name, note(name)]));
  const event = { key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more };
  keyAction(event, focus, actions as unknown as KeyActions)?.();
  return did;
}

Deno.test("keyAction() knows the keys of the README's table", () => {
  const did = [" ", "k", "K", "j", "l", "ArrowLeft", "ArrowRight", "Home", "End", "<", ">", "i"]
    .map((key) => press(key));
  assert.deepEqual(did, [
    ...["toggle", "toggle", "toggle", "move -10", "move 10", "move -5", "move 5", "toStart"],
    ...["toEnd", "speed -1", "speed 1", "toggleIdle"],
  ]);
  assert.equal(press("ArrowLeft", { shiftKey: true }), "step -1");
  assert.equal(press("ArrowRight", { shiftKey: true }), "step 1");
});

Deno.test("keyAction() leaves the browser's keys, and all others, alone", () => {
  assert.equal(press("l", { ctrlKey: true }), "nothing");
  assert.equal(press("ArrowLeft", { altKey: true }), "nothing");
  assert.equal(press("Tab"), "nothing");
  assert.equal(press("toString"), "nothing");
});

Deno.test("keyAction() leaves its keys to what has the focus", () => {
  assert.equal(press(" ", {}, "BUTTON"), "nothing");
  assert.equal(press("ArrowLeft", {}, "SELECT"), "nothing");
  assert.equal(press("k", {}, "INPUT"), "nothing");
  assert.equal(press("k", {}, "BUTTON"), "toggle");
});
