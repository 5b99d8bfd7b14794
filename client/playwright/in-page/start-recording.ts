import type { PageSettings } from "../page-settings.ts";
import type { createMasking as CreateMasking } from "./create-masking.ts";
import type { createOutbox as CreateOutbox, Parcel, Reply } from "./create-outbox.ts";
import type { HeldMutations } from "./hold-mutations.ts";
import type { PageElement, PageGlobals } from "./page-globals.ts";

/** What the scripts use of rrweb. */
interface Rrweb {
  record: ((options: Record<string, unknown>) => (() => void) | undefined) & {
    takeFullSnapshot(isCheckout: boolean): void;
    readonly mirror: { getId(node: unknown): number };
  };
}

interface RecordedEvent {
  readonly type: number;
  timestamp: number;
}

/** How the runner speaks to a page; found under the binding's name. */
export interface PageControl {
  snapshot(): void;
  resume(): void;
  /** Ends the recording and hands over what the runner has not got. */
  stop(): Parcel[];
}

/**
 * Runs in every document before its own scripts: records it with rrweb and sends what happens to the
 * runner, through the binding of that name, which the page's own scripts never see.
 */
export function startRecording(
  rrweb: Rrweb,
  createOutbox: typeof CreateOutbox,
  createMasking: typeof CreateMasking,
  held: HeldMutations,
  settings: PageSettings,
): void {
  const page = globalThis as unknown as PageGlobals & Record<string, unknown>;
  const { name, sendMs, sendChars, maxChars, checkoutMs, checkoutChars } = settings;
  const isTop = page.self === page.top;
  // `about:blank` shows nothing, and the first page of a popup goes on in its window.
  if (isTop && page.location.protocol === "about:") return;
  const send = page[name];
  delete page[name];
  // Frames of the same origin are recorded by their page.
  if (typeof send !== "function" || !isTop) return;
  const { stringify, parse } = JSON;
  const later = setTimeout.bind(globalThis);
  const post = (parcel: Parcel): Promise<Reply> => send.call(page, parcel);
  const doc = `${page.performance.timeOrigin}-${Math.random()}`;
  const storage = (() => {
    try {
      return page.sessionStorage;
    } catch {
      // A sandboxed document has none.
      return null;
    }
  })();
  let stopRrweb: (() => void) | undefined;
  let latest = Infinity;
  let [snapshotChars, sinceSnapshot, snapshotAt, due, over] = [0, 0, Date.now(), false, false];

  const outbox = createOutbox({
    ...{ doc, sendMs, sendChars, maxChars, post, later, stopped: stop },
    // What is held belongs to the gap: the copy of the document comes right after it.
    resuming: held.handIn,
    resumed: snapshot,
  });

  function stop() {
    held.handIn();
    over = true;
    stopRrweb?.();
  }

  function snapshot() {
    // What it shows must not follow it as a change.
    held.handIn();
    // It emits events itself, none of which is to ask for another.
    due = true;
    try {
      // Throws as long as rrweb waits for the document, and will begin with one.
      if (!over) rrweb.record.takeFullSnapshot(true);
    } catch {
      return;
    } finally {
      due = false;
    }
  }

  /** Changes that happened before an event come before it, and show no later time. */
  function handInBefore({ timestamp }: RecordedEvent) {
    latest = timestamp;
    held.handIn();
    latest = Infinity;
  }

  function giveUp(problem: string) {
    stop();
    post({ doc, made: 0, batches: [], ended: false, problem }).catch(() => {});
  }

  function emit(event: RecordedEvent) {
    if (!held.handing) handInBefore(event);
    if (over) return;
    event.timestamp = Math.min(event.timestamp, latest);
    const line = stringify(event);
    const kept = outbox.add(line);
    if (event.type === 2) {
      if (line.length > maxChars) return giveUp(`One copy of it takes ${line.length} characters.`);
      [snapshotChars, sinceSnapshot, snapshotAt] = [line.length, 0, Date.now()];
      return;
    }
    sinceSnapshot += line.length;
    // Seeking costs what there is since the last copy of the document; a copy costs its size.
    const much = sinceSnapshot > Math.max(checkoutChars, 2 * snapshotChars);
    const late = Date.now() - snapshotAt > checkoutMs && sinceSnapshot > snapshotChars / 4;
    if (!kept || due || snapshotChars === 0 || !(much || late)) return;
    due = true;
    if (page.requestIdleCallback) page.requestIdleCallback(snapshot, { timeout: 1000 });
    else later(snapshot, 0);
  }

  // What documents of this origin could not send before they were left.
  let inherited: Parcel[] = [];
  function inherit() {
    const left = storage?.getItem(name);
    if (!left) return;
    storage?.removeItem(name);
    const parcels: Parcel[] = parse(left);
    inherited.push(...parcels);
    for (const parcel of parcels) {
      post(parcel).then(() => inherited = inherited.filter((other) => other !== parcel), () => {});
    }
  }

  function leaveSoon() {
    // As long as the outbox takes the page for being left.
    held.letThrough(5000);
    outbox.leave();
  }

  function leave() {
    if (over) return;
    held.handIn();
    const parcels = [...inherited, outbox.rest()];
    try {
      storage?.setItem(name, stringify(parcels));
    } catch {
      // It is full: how many were lost is kept.
      try {
        storage?.setItem(name, stringify(parcels.map((parcel) => ({ ...parcel, batches: [] }))));
      } catch {
        storage?.removeItem(name);
      }
    }
    for (const parcel of parcels) post(parcel).catch(() => {});
  }

  const control: PageControl = {
    snapshot,
    resume: outbox.resume,
    stop() {
      held.handIn();
      const parcels = over ? [] : [...inherited, outbox.rest()];
      stop();
      return parcels;
    },
  };
  Object.defineProperty(page, name, { value: control, configurable: true });
  page.addEventListener("beforeunload", leaveSoon, { capture: true });
  page.addEventListener("freeze", leaveSoon, { capture: true });
  // Timers of a hidden page are late.
  page.addEventListener("visibilitychange", held.handIn, { capture: true });
  page.addEventListener("pagehide", leave, { capture: true });
  page.addEventListener("pageshow", ({ persisted }) => persisted && snapshot());

  inherit();
  post({ doc, made: 0, batches: [], ended: false }).then((reply) => reply.stop && stop(), () => {});
  try {
    // One that is none throws here; rrweb would take it, and mask or block nothing.
    const selectors = [settings.maskSelector, settings.rrweb.blockSelector];
    for (const selector of selectors) {
      page.document.createDocumentFragment().querySelector(`${selector}`);
    }
    const { mirror } = rrweb.record;
    const getId = mirror.getId.bind(mirror);
    mirror.getId = (node) => {
      const id = getId(node);
      if (id !== -1 || held.handing) return id;
      // rrweb is about to speak of a node that it may not have been told of.
      held.handIn();
      return getId(node);
    };
    const mask = createMasking(page, settings.maskAll, settings.maskSelector, held.watch);
    stopRrweb = rrweb.record({
      ...settings.rrweb,
      ...{ emit, recordAfter: "DOMContentLoaded", errorHandler: () => true },
      maskInputFn: (text: string, element: PageElement) => mask(text, element),
    });
  } catch (error) {
    giveUp(`${error}`);
  }
}
