import type { BrowserContext, CDPSession, Page } from "playwright-core";

/** What the main thread of a page did, in seconds of its processor time. */
export interface OwnTime {
  tasks: number;
  scripts: number;
}

/** What came of using the board. */
export interface BoardUse {
  /** When each step was done, in milliseconds since 1970. */
  times: number[];
  /** While it was used; loading and what came before are not in it. */
  ownTime: OwnTime;
}

/** Milliseconds between two steps: more than 33 events a second, with changes held for 40 ms. */
export const stepMs = 15;

/** Opens the board and lets it do so many steps, while the mouse is moved over it. */
export async function useBoard(
  context: BrowserContext,
  url: string,
  steps: number,
): Promise<BoardUse> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  // Time of the thread: what else the machine does then counts less.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(url);
  const before = await ownTime(devtools);
  let over = false;
  const moving = moveAbout(page, () => over);
  const times = await page.evaluate<number[]>(`run(${steps}, ${stepMs})`);
  over = true;
  await moving;
  const after = await ownTime(devtools);
  await devtools.detach();
  const { tasks, scripts } = after;
  return {
    times,
    ownTime: { tasks: tasks - before.tasks, scripts: scripts - before.scripts },
  };
}

async function ownTime(devtools: CDPSession): Promise<OwnTime> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  const value = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
  return { tasks: value("TaskDuration"), scripts: value("ScriptDuration") };
}

async function moveAbout(page: Page, isOver: () => boolean): Promise<void> {
  for (let i = 0; !isOver(); i++) {
    await page.mouse.move(100 + (i * 37) % 600, 200 + (i * 53) % 400, { steps: 3 });
    await page.waitForTimeout(300);
  }
}
