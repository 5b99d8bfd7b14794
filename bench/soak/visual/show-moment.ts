import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";

/** Shows moments of recordings of the board. */
export interface BoardPlayer {
  /** Shows events in rrweb's player as of a moment. @returns what the board's clock says in it. */
  show(events: unknown[], moment: number): Promise<string>;
  close(): Promise<void>;
}

/** Opens rrweb's player in a page. */
export async function openBoardPlayer(browser: Browser): Promise<BoardPlayer> {
  const page = await browser.newPage();
  const rrweb = new URL("rrweb.umd.min.cjs", import.meta.resolve("rrweb"));
  await page.evaluate(await readFile(rrweb, "utf8"));
  return {
    show: (events, moment) =>
      page.evaluate<string>(`(async () => {
        document.body.replaceChildren();
        const replayer = new rrweb.Replayer(${JSON.stringify(events)}, { mouseTail: false });
        replayer.pause(${moment} - replayer.getMetaData().startTime);
        await new Promise(requestAnimationFrame);
        const shown = replayer.iframe.contentDocument.querySelector("#clock").textContent;
        replayer.destroy();
        return shown;
      })()`),
    close: () => page.close(),
  };
}
