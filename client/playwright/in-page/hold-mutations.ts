import type { PageGlobals, PageMutation, PageNode } from "./page-globals.ts";

/** What rrweb makes to be told of changes, as far as it uses it. */
interface HoldingObserver {
  observe(target: PageNode, options: Record<string, unknown>): void;
  disconnect(): void;
  takeRecords(): PageMutation[];
}

interface Source {
  native: HoldingObserver;
  told(records: PageMutation[], observer: HoldingObserver): void;
  watched: boolean;
}

/** Changes of a page on their way to rrweb. */
export interface HeldMutations {
  /** What rrweb has to take for `globalThis`: the page's, but for an observer that holds changes. */
  readonly scope: object;
  /** Whether rrweb is being told of changes at this moment. */
  readonly handing: boolean;
  /** Tells rrweb at once of all that is held; of nothing when nothing is. */
  handIn(): void;
  /** The same, and holds nothing for so many milliseconds. */
  letThrough(ms: number): void;
  /** Told of changes in shadow roots and frames as they happen, before they are held. */
  watch(seen: (records: PageMutation[]) => void): void;
}

/**
 * Runs in the page: holds changes of the document, so that rrweb is told of them at most once in
 * `holdMs`, of all observers' at once. A change after a pause is not held. In a page that is hidden,
 * whose timers are late, none is.
 *
 * rrweb reads of the document what it is when it is told. So what is handed in comes with what the
 * browser has not handed over yet: together they lead to the document as it is then.
 */
export function holdMutations(
  page: PageGlobals,
  holdMs: number,
  later: (callback: () => void, ms: number) => unknown,
): HeldMutations {
  // Changes keep alive what was removed from the document.
  const maxHeld = 5000;
  const { MutationObserver: Native, document } = page;
  const clock = page.performance;
  /** In the order of their making, which is the order in which a browser tells them. */
  const sources = new Map<HoldingObserver, Source>();
  const held = new Map<HoldingObserver, PageMutation[]>();
  let watching: (records: PageMutation[]) => void = () => {};
  let [count, handedAt, openUntil] = [0, -Infinity, -Infinity];
  let [handing, timing] = [false, false];

  function keep(observer: HoldingObserver, records: PageMutation[]) {
    if (records.length === 0) return;
    // Looking at each costs more than holding it.
    if (sources.get(observer)?.watched) watching(records);
    const before = held.get(observer);
    if (before) { for (const record of records) before.push(record); }
    else held.set(observer, records);
    count += records.length;
  }

  function handIn() {
    if (handing || count === 0) return;
    handing = true;
    try {
      for (const [observer, { native }] of sources) keep(observer, native.takeRecords());
      count = 0;
      handedAt = clock.now();
      for (const [observer, { told }] of sources) {
        const records = held.get(observer);
        held.delete(observer);
        if (records) told(records, observer);
      }
    } finally {
      held.clear();
      handing = false;
    }
  }

  function arrive(observer: HoldingObserver, records: PageMutation[]) {
    keep(observer, records);
    if (clock.now() < openUntil || count >= maxHeld || document.hidden) handIn();
    else handInWhenDue();
  }

  function handInWhenDue() {
    const wait = Math.ceil(handedAt + holdMs - clock.now());
    if (wait <= 0) return handIn();
    if (timing) return;
    timing = true;
    later(() => {
      timing = false;
      // What was held when it was set may have been handed in since.
      if (count > 0) handInWhenDue();
    }, wait);
  }

  function Holding(told: Source["told"]): HoldingObserver {
    const observer: HoldingObserver = {
      observe(target, options) {
        source.watched = target !== document;
        native.observe(target, options);
      },
      disconnect() {
        native.disconnect();
        sources.delete(observer);
        held.delete(observer);
      },
      takeRecords() {
        keep(observer, native.takeRecords());
        const records = held.get(observer) ?? [];
        held.delete(observer);
        count -= records.length;
        return records;
      },
    };
    const native = new Native((records) => arrive(observer, records));
    const source: Source = { native, told, watched: false };
    sources.set(observer, source);
    return observer;
  }
  // rrweb takes no observer that is not the browser's own, and asks how it reads.
  Holding.toString = () => `${Native}`;
  const prototype = { constructor: Holding };
  // Beside Angular's zones rrweb takes the observer of a new frame. What is taken here is from
  // before a page's scripts could bring them, but for a page that was open already.
  const scope = Object.create(page, {
    MutationObserver: { value: { prototype } },
    Zone: { value: page.Zone },
  });

  return {
    scope,
    get handing() {
      return handing;
    },
    handIn,
    letThrough(ms) {
      handIn();
      openUntil = clock.now() + ms;
    },
    watch(seen) {
      watching = seen;
    },
  };
}
