import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import type { RuntrailClient } from "../client/mod.ts";
import { masked, type Moment } from "./moment.ts";
import { readRecording } from "./read-recording.ts";

/** How a moment looks in the recording. */
export interface Replayed {
  moment: string;
  /** Events and compressed bytes that it took to show it. */
  events: number;
  bytes: number;
  /** Whether the text is what the run saw. */
  sameText: boolean;
  /** Share of pixels that differ from the run's screenshot. */
  differing: number;
}

/** Seeks to moments of a recording in rrweb's player, and compares them with what the run saw. */
export async function replayMoments(
  browser: Browser,
  client: RuntrailClient,
  session_id: string,
  moments: Moment[],
): Promise<Replayed[]> {
  const viewport = { width: 1100, height: 760 };
  const context = await browser.newContext({ viewport });
  const { tabs } = await client.visualChunks({ session_id });
  const replayed: Replayed[] = [];
  for (const moment of moments) {
    const tab = tabs[0]?.tab ?? "";
    // Only what shows the moment, in two requests.
    const { events, bytes } = await readRecording(client, session_id, { tab, from: moment.at });
    const page = await context.newPage();
    const text = await showAt(page, events, moment.at);
    const screenshot = await page.screenshot({
      mask: [page.frameLocator("iframe").locator(masked)],
    });
    const differing = await differingPixels(page, moment.screenshot, screenshot);
    await page.close();
    replayed.push({
      ...{ moment: moment.name, events: events.length, bytes },
      ...{ sameText: text === moment.text, differing },
    });
  }
  await context.close();
  return replayed;
}

/** Shows a recording as it was at a time. @returns the text of the page. */
async function showAt(page: Page, events: unknown[], at: number): Promise<string> {
  const rrweb = await readFile(new URL("rrweb.umd.min.cjs", import.meta.resolve("rrweb")), "utf8");
  await page.setContent(`<style>
    body { margin: 0 }
    iframe { border: none }
    .replayer-mouse, .replayer-mouse-tail { display: none }
  </style>`);
  await page.evaluate(rrweb);
  return await page.evaluate<string>(`(async () => {
    const replayer = new rrweb.Replayer(${JSON.stringify(events)}, { mouseTail: false });
    replayer.pause(${at} - replayer.getMetaData().startTime);
    for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
    return replayer.iframe.contentDocument.body.innerText;
  })()`);
}

async function differingPixels(page: Page, one: Uint8Array, other: Uint8Array): Promise<number> {
  const images = [one, other].map((png) => `data:image/png;base64,${png.toBase64()}`);
  return await page.evaluate<number>(`(async () => {
    const pixels = await Promise.all(${JSON.stringify(images)}.map(async (src) => {
      const image = Object.assign(new Image(), { src });
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return canvas.getImageData(0, 0, image.width, image.height).data;
    }));
    const [a, b] = pixels;
    let differing = a.length === b.length ? 0 : Infinity;
    for (let i = 0; i < a.length; i += 4) {
      const differs = (channel) => Math.abs(a[i + channel] - b[i + channel]) > 16;
      if (differs(0) || differs(1) || differs(2)) differing++;
    }
    return differing / (a.length / 4);
  })()`);
}
