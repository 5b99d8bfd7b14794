import type { RecordVisualOptions, VisualQuality } from "./options.ts";

/** What the scripts in the page are told. */
export interface PageSettings {
  /** Of the binding, of the page's control object and of its entry in sessionStorage. */
  name: string;
  /** Events are sent to the runner once so old, or so many characters. */
  sendMs: number;
  sendChars: number;
  /** Characters that a page holds at most, and the largest event. */
  maxChars: number;
  /** Changes of the document are recorded so much later at most, those of so long at once. */
  holdMs: number;
  /** A copy of the whole document is made after so long, or so many characters of changes. */
  checkoutMs: number;
  checkoutChars: number;
  /** Whether all inputs are masked, or only what the selector selects, and passwords. */
  maskAll: boolean;
  maskSelector: string;
  /** Options of rrweb that are plain data. */
  rrweb: Record<string, unknown>;
}

const mebibyte = 1024 * 1024;

const samplings = {
  low: { mousemove: 250, mousemoveCallback: 1000, scroll: 500, media: 1000, input: "last" },
  standard: { mousemove: 100, mousemoveCallback: 500, scroll: 250, media: 800 },
  high: { mousemove: 50, mousemoveCallback: 500, scroll: 100, media: 500 },
};

/** The largest batch that the API takes at each quality, in bytes. */
export const batchLimits: Readonly<Record<VisualQuality, number>> = {
  low: 4 * mebibyte,
  standard: 8 * mebibyte,
  high: 16 * mebibyte,
};

const holds = { low: 100, standard: 100, high: 0 };

const checkouts = { low: 60_000, standard: 30_000, high: 15_000 };

// Always masked, with what they contain. Passwords are, too, whatever their type is switched to.
const marked = "[data-runtrail-mask]";
const secretFields = ["cc-", "one-time-code", "current-password", "new-password"]
  .map((token) => `[autocomplete*="${token}" i]`).join(", ");

/** What a quality means in the page. */
export function pageSettings(
  name: string,
  quality: VisualQuality,
  { mask, block }: RecordVisualOptions,
): PageSettings {
  const maskAll = quality !== "high";
  const chosen = [marked, ...(mask ? [mask] : [])].join(", ");
  const always = `${chosen}, ${secretFields}`;
  const editable = ["textarea", '[contenteditable]:not([contenteditable="false" i])'];
  // Asked of every text that changes: what holds no text is not in it.
  const masksText = [chosen, ...(maskAll ? editable : [`textarea:is(${secretFields})`])];
  // rrweb would still tell which option of a masked list is selected.
  const blocked = [`select:is(${always})`, `:is(${chosen}) select`];
  return {
    name,
    ...{ sendMs: 250, sendChars: 64 * 1024, maxChars: batchLimits[quality] },
    holdMs: holds[quality],
    ...{ checkoutMs: checkouts[quality], checkoutChars: 512 * 1024 },
    ...{ maskAll, maskSelector: always },
    rrweb: {
      sampling: samplings[quality],
      maskInputOptions: { input: true, textarea: true, select: maskAll },
      maskTextSelector: masksText.join(", "),
      blockSelector: [...blocked, ...(block ? [block] : [])].join(", "),
      slimDOMOptions: quality === "low" ? "all" : true,
      ...{ inlineStylesheet: true, recordCanvas: false, recordCrossOriginIframes: false },
      ...{ collectFonts: quality === "high", inlineImages: quality === "high" },
    },
  };
}
