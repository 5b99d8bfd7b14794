import type { CleanEvent } from "../recording/clean/clean-event.ts";

const [loaded, fullSnapshot] = [1, 2];
// The first copy of a page takes a moment to be made; until then there is nothing to show.
const copyMs = 2_000;

/**
 * Events that a replay can begin with: there is at least one, the replay's clock starts where the
 * recording does, and if the first copy of the page is soon after, it is there from the start.
 */
export function withStart(events: readonly CleanEvent[], start: number): CleanEvent[] {
  const begin: CleanEvent = { type: loaded, timestamp: start, data: {} };
  const copy = events.findIndex(({ type }) => type === fullSnapshot);
  const copied = events[copy]?.timestamp ?? Infinity;
  if (copied - start > copyMs) return [begin, ...events];
  return [
    begin,
    ...events.slice(0, copy + 1).map((event) => ({ ...event, timestamp: start })),
    ...events.slice(copy + 1),
  ];
}
