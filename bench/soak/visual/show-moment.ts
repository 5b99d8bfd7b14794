import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { pageSettings } from "../../../client/playwright/page-settings.ts";

/**
 * By how many milliseconds a recording may be late: as long as changes are held at standard quality,
 * and for one step of the board, which may be under way then.
 */
export const lateMs = pageSettings("", "standard", {}).holdMs + 25;

/** Shows moments of recordings of the board. */
export interface BoardPlayer {
  /** Shows events in rrweb's player as of a moment. @returns the step that its clock says. */
  show(events: unknown[], moment: number): Promise<number>;
  close(): Promise<void>;
}

/** Opens rrweb's player in a page. */
export async function openBoardPlayer(browser: Browser): Promise<BoardPlayer> {
  const page = await browser.newPage();
  const rrweb = new URL("rrweb.umd.min.cjs", import.meta.resolve("rrweb"));
  await page.evaluate(await readFile(rrweb, "utf8"));
  return {
    show: (events, moment) =>
      page.evaluate<number>(`(async () => {
        document.body.replaceChildren();
        const replayer = new rrweb.Replayer(${JSON.stringify(events)}, { mouseTail: false });
        replayer.pause(${moment} - replayer.getMetaData().startTime);
        await new Promise(requestAnimationFrame);
        const shown = replayer.iframe.contentDocument.querySelector("#clock").textContent;
        replayer.destroy();
        return Number(shown.split(" ")[1]);
      })()`),
    close: () => page.close(),
  };
}
