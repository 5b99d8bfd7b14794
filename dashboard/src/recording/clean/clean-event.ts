import { cleanIncrement } from "./clean-increment.ts";
import { cleanNode } from "./clean-node.ts";
import { read } from "./read.ts";

/** A recorded event that rrweb can play. */
export interface CleanEvent {
  type: number;
  timestamp: number;
  data: Record<string, unknown>;
}

const [fullSnapshot, incremental, meta] = [2, 3, 4];
const widest = 10_000;

/**
 * Makes an event anew from what is known of its kind, so that nothing else of it reaches the page:
 * chunks are what somebody uploaded. Null when it shows nothing or is none.
 */
export function cleanEvent(value: unknown): CleanEvent | null {
  const event = read.fields(value);
  const timestamp = read.number(event?.timestamp, 0, 4_102_444_800_000);
  const data = cleanData(event?.type, read.fields(event?.data));
  if (!event || timestamp === null || data === null) return null;
  return { type: Number(event.type), timestamp, data };
}

function cleanData(type: unknown, data: Readonly<Record<string, unknown>> | null) {
  if (data === null) return null;
  switch (type) {
    case fullSnapshot:
      return snapshot(data);
    case incremental:
      return cleanIncrement(data);
    case meta: {
      const width = read.number(data.width, 1, widest);
      const height = read.number(data.height, 1, widest);
      if (width === null || height === null) return null;
      return { href: read.text(data.href) ?? "", width, height };
    }
    default: // Loaded, custom and plugin events show nothing.
      return null;
  }
}

function snapshot(data: Readonly<Record<string, unknown>>) {
  const node = cleanNode(data.node, 0);
  // rrweb takes the root element for granted.
  const hasRoot = node?.type === 0 && node.childNodes?.some(({ tagName }) => tagName === "html");
  if (!node || !hasRoot) return null;
  const offset = read.fields(data.initialOffset);
  const [left, top] = [offset?.left, offset?.top].map((at) => read.number(at, 0, 1e7) ?? 0);
  return { node, initialOffset: { left, top } };
}
