import assert from "node:assert/strict";
import { newPlaybackState, type PlaybackState } from "./playback-state.ts";
import { stageNote } from "./stage-note.ts";

const state: PlaybackState = {
  ...newPlaybackState(),
  ...{ phase: "ready", tab: "main", time: 60_000, isPlaying: true },
};
const known = { start: 0, tab: { from: 0, to: 99_000 }, gaps: [], live: false };

Deno.test("stageNote() says nothing when the stage shows the moment", () => {
  assert.equal(stageNote(state, known), null);
});

Deno.test("stageNote() says why the stage does not show the moment", () => {
  const said = (change: Partial<PlaybackState>, more: Partial<typeof known> = {}) =>
    stageNote({ ...state, ...change }, { ...known, ...more })?.text;
  assert.equal(said({ phase: "loading" }), "Loading…");
  assert.equal(said({ isWaiting: true }), "Loading…");
  assert.equal(said({ isWaiting: true }, { live: true }), "Waiting for the run…");
  const tab = { from: 75_000, to: 99_000 };
  assert.equal(said({}, { tab }), "This tab was opened at 1:15.");
  const gaps = { gaps: [{ from: 50_000, to: 70_000 }] } as object;
  assert.equal(said({}, gaps), "From 0:50 to 1:10 the recording is missing.");
});
