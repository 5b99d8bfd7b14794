import type { BrowserContext, Page } from "playwright-core";

/** What has been recorded of a browser's pages so far. */
export interface Recording {
  /** Number of rrweb events that have arrived. */
  events: number;
  /** How many of them are copies of a whole document: one per page visited, at least. */
  fullSnapshots: number;
  /** Seconds from the first event to the last; 0 before there are two. */
  seconds: number;
}

/** A recorder that is attached to a browser context. */
export interface Recorder {
  /** What has arrived by now. */
  sofar(): Recording;
  /** Ends the recording of a page, waits for what is still on its way, and tells the sum. */
  stop(page: Page): Promise<Recording>;
}

interface RecordedEvent {
  type: number;
  /** Milliseconds since 1970. */
  timestamp: number;
}

const fullSnapshot = 2;
const attempts = 3;

/**
 * Records every page that a browser context opens from now on, with rrweb. Passwords are masked
 * in the page. Events of the last moments before a page is left for another origin are lost.
 */
export async function record(context: BrowserContext): Promise<Recorder> {
  const rrweb = new URL("rrweb.umd.min.cjs", import.meta.resolve("rrweb"));
  const inPage = new URL("record-in-page.js", import.meta.url);
  const seen = new Set<string>();
  let [events, fullSnapshots, first, last] = [0, 0, Infinity, -Infinity];

  await context.exposeFunction("deliverRecording", (batch: string, added: RecordedEvent[]) => {
    if (seen.has(batch)) return;
    seen.add(batch);
    events += added.length;
    for (const { type, timestamp } of added) {
      if (type === fullSnapshot) fullSnapshots++;
      first = Math.min(first, timestamp);
      last = Math.max(last, timestamp);
    }
  });
  for (const file of [rrweb, inPage]) {
    await context.addInitScript({ content: await Deno.readTextFile(file) });
  }

  const sofar = () => ({ events, fullSnapshots, seconds: Math.max(0, last - first) / 1000 });
  return {
    sofar,
    async stop(page) {
      for (let attempt = 1; attempt <= attempts; attempt++) {
        try {
          await page.waitForLoadState("domcontentloaded");
          // Made by record-in-page.js; absent where nothing was recorded.
          await page.evaluate("self.stopRecording?.()");
          break;
        } catch {
          // A page that is just being left: its successor has what it could not send.
        }
      }
      return sofar();
    },
  };
}
