import type { RecordedEvent } from "./record-events.ts";

/** A recording of a page whose heading counts the seconds. */
export interface CountingOptions {
  /** When it begins, in milliseconds since 1970. */
  from: number;
  seconds: number;
  /** Seconds in one batch. */
  batch: number;
  /** Seconds from one copy of the whole page to the next. */
  copies: number;
  /** What the heading says before the number. */
  word: string;
}

/** Batches of a recording in which each moment can be told from every other. */
export function countingBatches(options: CountingOptions): RecordedEvent[][] {
  const { from, seconds, batch, copies, word } = options;
  const batches: RecordedEvent[][] = [];
  for (let second = 0; second < seconds; second++) {
    if (second % batch === 0) batches.push([]);
    const timestamp = from + second * 1000;
    const text = `${word} ${second}`;
    const events = batches.at(-1);
    if (second % copies === 0) events?.push(...wholePage(timestamp, text));
    else events?.push(newText(timestamp, text));
  }
  return batches;
}

function wholePage(timestamp: number, text: string): RecordedEvent[] {
  const element = (id: number, tagName: string, ...childNodes: object[]) => ({
    ...{ type: 2, id, tagName, attributes: {}, childNodes },
  });
  const heading = element(4, "h1", { type: 3, id: 5, textContent: text });
  const html = element(2, "html", element(6, "head"), element(3, "body", heading));
  const node = { type: 0, id: 1, childNodes: [html] };
  return [
    { type: 4, timestamp, data: { href: "https://shop.example/", width: 800, height: 500 } },
    { type: 2, timestamp, data: { node, initialOffset: { left: 0, top: 0 } } },
  ];
}

function newText(timestamp: number, value: string): RecordedEvent {
  const data = { source: 0, adds: [], removes: [], attributes: [], texts: [{ id: 5, value }] };
  return { type: 3, timestamp, data };
}
