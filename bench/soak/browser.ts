import { startBrowser } from "../../demo/browser.ts";
import { mean, median, standardError } from "../measure.ts";
import type { Check, Scenario } from "./scenario.ts";
import { type FirstFrame, firstFrames } from "./visual/first-frames.ts";
import { type Added, measureOverhead, type Overhead } from "./visual/overhead.ts";
import { type BoardRecording, recordBoard } from "./visual/record-board.ts";
import { serveBoard } from "./visual/serve-board.ts";
import { lateMs } from "./visual/show-moment.ts";
import { type StoredSize, storedSize } from "./visual/stored-size.ts";
import { stepMs } from "./visual/use-board.ts";
import { startVisualStack } from "./visual/visual-stack.ts";

// Shares of a time, which mean something only over a while.
const judgedSeconds = 60;

/** A busy page in a real browser, recorded by the second. */
export const browser: Scenario = {
  about: "a busy page in a browser: what recording costs it, what is stored, how long a seek takes",
  async run(_, { seconds }, say) {
    await using owned = new AsyncDisposableStack();
    const stack = owned.use(await startVisualStack());
    const board = serveBoard();
    owned.defer(board.stop);
    const chromium = await startBrowser();
    owned.defer(() => chromium.close());
    const isLong = seconds >= judgedSeconds;

    const recording = await recordBoard(chromium, stack, board.url, seconds * 1000 / stepMs);
    const size = await storedSize(stack, recording.sessionId);
    const frames = await firstFrames(chromium, stack, recording, isLong ? 60 : 6);
    const checks = [...stored(recording, size, seconds), ...seeks(frames, size, isLong)];
    const extent = isLong ? { pairs: 160, steps: 160 } : { pairs: 1, steps: 40 };
    const overhead = await measureOverhead(chromium, board.url, extent);
    checks.push(...costs(overhead, isLong, say));
    return checks;
  },
};

function stored({ summary }: BoardRecording, size: StoredSize, seconds: number): Check[] {
  const wanted = Math.floor(20_000 * seconds / 600);
  const ratio = size.stored / size.inOneStream;
  return [
    {
      what: `there are ${wanted} events, all of them stored`,
      holds: size.events >= wanted && size.events === summary.events && summary.lost_events === 0,
      found: `${size.events} of ${summary.seconds.toFixed(0)} s, ${size.bytes} bytes in ` +
        `${size.chunks} chunks, ${summary.lost_events} lost`,
    },
    {
      what: "chunks take at most 1.1 times what one gzip stream of them takes",
      holds: ratio <= 1.1,
      found: `${size.stored} to ${size.inOneStream} bytes, ${ratio.toFixed(3)}`,
    },
  ];
}

function seeks(frames: FirstFrame[], { stored }: StoredSize, isLong: boolean): Check[] {
  const most = Math.max(...frames.map(({ requests }) => requests));
  const wrong = frames.filter(({ isRight }) => !isRight).length;
  const half = (later: boolean) => frames.filter(({ position }) => position >= 0.5 === later);
  const bytes = (of: FirstFrame[]) => Math.max(...of.map(({ bytes }) => bytes));
  const ms = (of: FirstFrame[]) => median(of.map(({ ms }) => ms));
  const [early, late] = [half(false), half(true)];
  const checks = [{
    what: `any moment is shown from 2 requests, as it was at most ${lateMs} ms before`,
    holds: most <= 2 && wrong === 0,
    found: `${frames.length} at random: at most ${most} requests, ${wrong} wrong; median ` +
      `${ms(frames).toFixed(0)} ms, at most ${bytes(frames)} of ${stored} bytes`,
  }];
  if (!isLong) return checks;
  return [...checks, {
    what: "a moment late in the session takes no more than an early one",
    holds: bytes(late) <= 1.5 * bytes(early) && ms(late) <= 1.5 * ms(early),
    found: `second half ${ms(late).toFixed(0)} ms and at most ${bytes(late)} bytes, first half ` +
      `${ms(early).toFixed(0)} ms and ${bytes(early)} bytes`,
  }];
}

function costs(
  { recorded, plain }: Overhead,
  isLong: boolean,
  say: (line: string) => void,
): Check[] {
  const added = mean(recorded.map(({ tasks }) => tasks));
  if (!isLong) {
    say(`recording adds ${percent(added)} once; judged from ${judgedSeconds} seconds on`);
    return [];
  }
  const all = (of: Added[], part: keyof Added) => {
    const values = of.map((each) => each[part]);
    return `${percent(mean(values))} (+- ${percent(standardError(values))})`;
  };
  return [{
    what: "recording adds less than 5 %",
    holds: added < 0.05,
    found: `${all(recorded, "tasks")} of its main thread's time, the mean of ` +
      `${recorded.length} pairs, in scripts ${all(recorded, "scripts")}, ` +
      `of the clock ${all(recorded, "ofClock")}; ` +
      `${plain.length} pairs without it differ by ${all(plain, "tasks")}`,
  }];
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
