import type { BrowserContext, CDPSession, Page } from "playwright-core";

/** What the main thread of a page did in so many seconds, in seconds of its processor time. */
export interface OwnTime {
  clock: number;
  tasks: number;
  scripts: number;
}

/** What came of using the board. */
export interface BoardUse {
  /** When each step was done, those of warming up first, in milliseconds since 1970. */
  times: number[];
  /** While it did the steps; loading and warming up are not in it. */
  ownTime: OwnTime;
}

/** Milliseconds between two steps. */
export const stepMs = 15;

// Whatever a page does once, as compiling scripts, is over then.
const warmUpSteps = 60;

/** A board that is loaded and warmed up. */
export interface OpenBoard {
  /** Lets it do so many steps, while its buttons are clicked. */
  use(steps: number): Promise<BoardUse>;
}

/** Opens the board in a page of its own and warms it up. */
export async function openBoard(context: BrowserContext, url: string): Promise<OpenBoard> {
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  // Time of the thread: what else the machine does then counts less.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(url);
  const times: number[] = [];
  async function use(steps: number): Promise<BoardUse> {
    let over = false;
    const clicking = clickAbout(page, () => over);
    const before = await ownTime(devtools);
    times.push(...await page.evaluate<number[]>(`run(${steps}, ${stepMs})`));
    const after = await ownTime(devtools);
    over = true;
    await clicking;
    const passed = (part: keyof OwnTime) => after[part] - before[part];
    return {
      times: [...times],
      ownTime: { clock: passed("clock"), tasks: passed("tasks"), scripts: passed("scripts") },
    };
  }
  await use(warmUpSteps);
  return { use };
}

async function ownTime(devtools: CDPSession): Promise<OwnTime> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  const value = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
  return {
    clock: value("Timestamp"),
    tasks: value("TaskDuration"),
    scripts: value("ScriptDuration"),
  };
}

async function clickAbout(page: Page, isOver: () => boolean): Promise<void> {
  const places = await page.evaluate<[x: number, y: number][]>(`
    Array.from(document.querySelectorAll("#picks button"), (button) => {
      const { x, y, width, height } = button.getBoundingClientRect();
      return [x + width / 2, y + height / 2];
    })
  `);
  for (let i = 0; !isOver(); i++) {
    const [x, y] = places[i % places.length]!;
    await page.mouse.move(x, y, { steps: 3 });
    await page.mouse.click(x, y);
    await page.waitForTimeout(220);
  }
}
