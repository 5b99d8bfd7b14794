import type { ChunksAnswer } from "./recording-source.ts";

type Listed = ChunksAnswer["chunks"][number];

/** An arbitrary moment that tests count seconds from. */
export const exampleStart = Date.parse("2026-01-31T09:30:00.000Z");

const iso = (seconds: number) => new Date(exampleStart + seconds * 1000).toISOString();

/** A chunk of a test: one second long, 100 bytes stored, with a copy of the page where it says so. */
export function exampleChunk(sequence: number, change: Partial<Listed> = {}, copy = false): Listed {
  return {
    ...{ tab: "main", sequence, arrival: sequence + 1, events: 10, bytes: 400, stored_bytes: 100 },
    first_event_at: iso(sequence),
    last_event_at: iso(sequence + 0.9),
    has_full_snapshot: copy,
    snapshot_at: copy ? iso(sequence + 0.1) : null,
    ...change,
  };
}

/** What the API answers of a session of ten seconds. */
export function exampleAnswer(chunks: Listed[], change: Partial<ChunksAnswer> = {}): ChunksAnswer {
  const tabs = [...new Set(chunks.map(({ tab }) => tab))];
  return {
    ...{ execution_id: "e1", workflow_id: "w1", execution_status: "completed", live: false },
    ...{ replay_score: 100, replay_reasons: [], visual_expired_at: null, truncated: false },
    ...{
      first_event_at: iso(0),
      last_event_at: iso(10),
      started_at: iso(0),
      completed_at: iso(10),
    },
    last_arrival: chunks.reduce((most, { arrival }) => Math.max(most, arrival), 0),
    tabs: tabs.map((tab) => ({
      ...{ tab, chunks: 10, events: 100, bytes: 4000, stored_bytes: 1000, missing_sequences: [] },
      ...{ first_event_at: iso(0), last_event_at: iso(10) },
    })),
    chunks,
    ...change,
  };
}
