import { counted } from "./counted.ts";
import { drawBar } from "./draw-bar.ts";
import { drawRail } from "./draw-rail.ts";
import { drawText } from "./draw-text.ts";
import type { Part } from "./part.ts";
import { safeText } from "./safe-text.ts";
import type { Scale } from "./scale-of.ts";
import { secondsInWords } from "./seconds-in-words.ts";
import type { Entry } from "./timeline.ts";

/** The chunks of a recording as bars, on a rail for each of its first tabs. */
export function drawRecording(chunks: readonly Entry[], mostTabs: number, scale: Scale): Part {
  const tabs = [...Map.groupBy(chunks, ({ tab }) => tab ?? "")];
  const title = `Recording: ${counted(chunks.length, "chunk")}` +
    (tabs.length > 1 ? ` in ${tabs.length} tabs` : "");
  const rows = tabs.slice(0, mostTabs).map(([tab, own], place) => {
    // A tab alone needs no name.
    const y = 2 + (tabs.length > 1 ? 1.4 : 0) + 2.8 * place;
    const name = `Tab ${tab}: ${counted(own.length, "chunk")}`;
    return (tabs.length > 1 ? drawText(name, { y: y - 0.5, colour: "soft" }) : "") + drawRail(y) +
      own.map((chunk) => drawChunk(chunk, y, scale)).join("");
  });
  return {
    height: tabs.length > 1 ? 2.1 + 2.8 * rows.length : 3.4,
    svg: drawText(title, { y: 1.4, bold: true }) + rows.join(""),
  };
}

function drawChunk(
  { offset_seconds: from, seconds, tab, position }: Entry,
  y: number,
  scale: Scale,
) {
  const told = `Chunk ${position ?? 0} of tab ${tab}, at ${secondsInWords(from)}`;
  const to = from + (seconds ?? 0);
  return `<g><title>${safeText(told, 150)}</title>` +
    `${drawBar(scale, { from, to, y, colour: "plain" })}</g>`;
}
