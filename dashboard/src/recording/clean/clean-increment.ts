import { cleanMutation } from "./clean-mutation.ts";
import { cleanStyleChange } from "./clean-style-change.ts";
import { read } from "./read.ts";

type Data = Record<string, unknown>;

const far = 1e7;
const number = (value: unknown) => read.number(value, -far, far);

/** What an incremental event changes; null when it shows nothing or is none. */
export function cleanIncrement(data: Readonly<Data>): Data | null {
  const { source } = data;
  const id = read.id(data.id);
  switch (source) {
    case 0:
      return { source, ...cleanMutation(data) };
    case 1: // mouse
    case 6: // touch
    case 12: // drag
      return movement(Number(source), data);
    case 2: {
      const type = read.id(data.type);
      if (id === null || type === null || type < 0 || type > 10) return null;
      return { source, type, id, x: number(data.x) ?? 0, y: number(data.y) ?? 0 };
    }
    case 3:
      return id === null ? null : { source, id, x: number(data.x) ?? 0, y: number(data.y) ?? 0 };
    case 4: {
      const [width, height] = [data.width, data.height].map((side) => read.number(side, 1, 1e4));
      return width && height ? { source, width, height } : null;
    }
    case 5: {
      const text = read.text(data.text);
      return id === null || text === null
        ? null
        : { source, id, text, isChecked: read.flag(data.isChecked) };
    }
    case 10:
      return font(data);
    case 14:
      return { source, ranges: read.each(data.ranges, range) };
    default:
      return cleanStyleChange(data);
  }
}

function movement(source: number, data: Readonly<Data>): Data | null {
  const positions = read.each(data.positions, (value) => {
    const at = read.fields(value);
    const [x, y, id] = [number(at?.x), number(at?.y), read.id(at?.id)];
    const timeOffset = read.number(at?.timeOffset, -60_000, 0);
    return x === null || y === null || id === null ? null : { x, y, id, timeOffset };
  });
  // rrweb reads the first and the last.
  return positions.length === 0 ? null : { source, positions };
}

function range(value: unknown) {
  const of = read.fields(value);
  const [start, end] = [read.id(of?.start), read.id(of?.end)];
  const [startOffset, endOffset] = [number(of?.startOffset), number(of?.endOffset)];
  return [start, end, startOffset, endOffset].includes(null)
    ? null
    : { start, end, startOffset, endOffset };
}

/** A font is kept when its bytes are in the recording, and not when only its address is. */
function font(data: Readonly<Data>): Data | null {
  const [family, fontSource] = [read.text(data.family), read.text(data.fontSource)];
  if (data.buffer !== true || family === null || !/^\[[\d,\s]*\]$/.test(fontSource ?? "")) {
    return null;
  }
  return { source: 10, family, fontSource, buffer: true };
}
