import type { CleanEvent } from "../recording/clean/clean-event.ts";

/** The size of the recorded window. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

const [fullSnapshot, increment, meta] = [2, 3, 4];
const resize = 4;

/**
 * Puts an event with the size of the page before each copy of it, and nowhere else. rrweb goes back
 * to the last such event when it seeks, and takes for granted that a copy follows; a recording that
 * has lost something, or a batch that ends between the two, says otherwise.
 *
 * @param before The size until then.
 */
export function pairCopies(
  events: readonly CleanEvent[],
  before: FrameSize,
): { events: CleanEvent[]; size: FrameSize } {
  let size = before;
  const paired = events.flatMap((event): CleanEvent[] => {
    const { type, timestamp, data } = event;
    const isResize = type === increment && data.source === resize;
    if (type === meta || isResize) {
      size = { width: Number(data.width), height: Number(data.height) };
      return [{ type: increment, timestamp, data: { source: resize, ...size } }];
    }
    if (type !== fullSnapshot) return [event];
    return [{ type: meta, timestamp, data: { href: "", ...size } }, event];
  });
  return { events: paired, size };
}
