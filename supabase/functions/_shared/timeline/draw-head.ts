import { drawSymbol } from "./draw-symbol.ts";
import { drawText } from "./draw-text.ts";
import { outcomeInWords } from "./outcome-in-words.ts";
import type { Part } from "./part.ts";
import { safeText } from "./safe-text.ts";
import type { Timeline } from "./timeline.ts";
import { whyItEnded } from "./why-it-ended.ts";

const looks = {
  running: { symbol: "open", colour: "plain" },
  completed: { symbol: "completed", colour: "good" },
  failed: { symbol: "failed", colour: "bad" },
  cancelled: { symbol: "cancelled", colour: "soft" },
} as const;

/** What ran, how it ended, when, where and why. */
export function drawHead(timeline: Timeline): Part {
  const { workflow_name, status, mode, entries, starts_at } = timeline;
  const { symbol, colour } = looks[status];
  const began = entries.find(({ kind }) => kind === "created")?.at ?? starts_at;
  const when = new Date(began).toISOString().slice(0, 19).replace("T", " ");
  const why = whyItEnded(timeline);
  return {
    height: why === null ? 5.8 : 7.3,
    svg: drawText(workflow_name ?? "Execution", { y: 1.1, size: 1.25, bold: true }) +
      drawSymbol(symbol, colour, 3) +
      drawText(outcomeInWords(timeline), { x: 1.5, y: 3 }) +
      drawText(`${mode}, began ${when} UTC`, { y: 4.5, colour: "soft" }) +
      (why === null
        ? ""
        : `<g><title>${safeText(why, 300)}</title>${drawText(why, { y: 6, colour })}</g>`),
  };
}
