import type { Browser } from "playwright-core";
import { readRecording } from "../../../demo/read-recording.ts";
import type { BoardRecording } from "./record-board.ts";
import { lateMs, openBoardPlayer } from "./show-moment.ts";
import type { VisualStack } from "./visual-stack.ts";

/** What it took to show one moment of a recording. */
export interface FirstFrame {
  /** Where in the recording: 0 is its beginning, 1 its end. */
  position: number;
  requests: number;
  /** Compressed. */
  bytes: number;
  /** From the first request to the picture. */
  ms: number;
  /** Whether it shows what the page showed then, or at most so long before as recordings are late. */
  isRight: boolean;
}

/** Seeks to moments at random, each from nothing, and shows them in rrweb's player. */
export async function firstFrames(
  browser: Browser,
  { client, requests }: VisualStack,
  { sessionId, times }: BoardRecording,
  count: number,
): Promise<FirstFrame[]> {
  const { tabs: [first] } = await client.visualChunks({ session_id: sessionId });
  const tab = first?.tab ?? "";
  const player = await openBoardPlayer(browser);
  const frames: FirstFrame[] = [];
  while (frames.length < count) {
    const step = Math.floor(Math.random() * (times.length - 1));
    const moment = times[step + 1]! - 1;
    const since = times.filter((done) => done <= moment - lateMs).length;
    const [before, started] = [requests(), performance.now()];
    const { events, bytes } = await readRecording(client, sessionId, { tab, from: moment });
    const shown = await player.show(events, moment);
    frames.push({
      ...{ position: step / times.length, requests: requests() - before, bytes },
      ...{ ms: performance.now() - started, isRight: shown <= step + 1 && shown >= since },
    });
  }
  await player.close();
  return frames;
}
