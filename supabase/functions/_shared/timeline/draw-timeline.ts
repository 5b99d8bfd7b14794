import { chooseEntries } from "./choose-entries.ts";
import { counted } from "./counted.ts";
import { describeTimeline } from "./describe-timeline.ts";
import { drawAxis } from "./draw-axis.ts";
import { drawHead } from "./draw-head.ts";
import { drawLog } from "./draw-log.ts";
import { drawNotes } from "./draw-notes.ts";
import { drawRecording } from "./draw-recording.ts";
import { drawRow } from "./draw-row.ts";
import { paint } from "./paint.ts";
import type { Part } from "./part.ts";
import { pictureLimits } from "./picture-limits.ts";
import { safeText } from "./safe-text.ts";
import { scaleOf } from "./scale-of.ts";
import { symbols } from "./symbols.ts";
import type { Entry, Timeline } from "./timeline.ts";
import { timelineStyle } from "./timeline-style.ts";

const { rows: mostRows, lines: mostLines, tabs: mostTabs } = pictureLimits;

/**
 * The timeline of an execution as an SVG: as wide as it is shown, with text of the reader's size. Its
 * lengths are in em and percent, so that nothing is scaled; its size is bounded whatever was reported.
 */
export function drawTimeline(timeline: Timeline): string {
  const { entries, execution_id: id, workflow_name, status, untimed_lines, truncated } = timeline;
  const scale = scaleOf(timeline);
  const inLane = (...lanes: Entry["lane"][]) => entries.filter(({ lane }) => lanes.includes(lane));
  const [rows, lines, chunks] = [inLane("run", "steps"), inLane("logs"), inLane("visual")];
  const parts = [
    ...chooseEntries(rows, mostRows).map((row) => drawRow(row, scale)),
    ...(lines.length > 0 ? [drawLog(lines, mostLines, scale)] : []),
    ...(chunks.length > 0 ? [drawRecording(chunks, mostTabs, scale)] : []),
  ];
  const notes = [
    ...leftOut(rows.length, mostRows, "steps and moments not drawn"),
    ...leftOut(lines.length, mostLines, "log lines not written out"),
    ...leftOut(new Set(chunks.map(({ tab }) => tab)).size, mostTabs, "tabs not drawn"),
    ...(untimed_lines > 0 ? [`${counted(untimed_lines, "log line")} without a time.`] : []),
    ...(truncated ? ["More was reported than a timeline holds."] : []),
  ];
  const axis = drawAxis(scale, heightOf(parts) + 0.4);
  const all = [drawHead(timeline), axis, ...parts, drawNotes(notes)];
  return `<svg xmlns="http://www.w3.org/2000/svg" class="runtrail-timeline" role="img"` +
    ` aria-labelledby="runtrail-${id} runtrail-${id}-more" width="100%"` +
    ` height="${rounded(heightOf(all) + 2.2)}em" font-family="system-ui, sans-serif"` +
    ` font-size="87.5%"><title id="runtrail-${id}">${
      safeText(workflow_name ?? "Execution", 200)
    }:` +
    ` ${status}</title><desc id="runtrail-${id}-more">${describeTimeline(timeline)}</desc>` +
    `<style>${timelineStyle}</style>${symbolDefinitions()}` +
    `<rect width="100%" height="100%" ${paint("ground")}/>` +
    `<svg x="2%" y="1em" width="96%" overflow="visible">${stacked(all)}</svg></svg>`;
}

function leftOut(all: number, most: number, what: string): string[] {
  return all > most ? [`${all - most} of ${all} ${what}.`] : [];
}

function symbolDefinitions(): string {
  const definitions = Object.entries(symbols).map(([name, path]) =>
    `<symbol id="runtrail-${name}" viewBox="0 0 16 16">` +
    `<path fill-rule="evenodd" d="${path}"/></symbol>`
  );
  return `<defs>${definitions.join("")}</defs>`;
}

function stacked(parts: readonly Part[]): string {
  return parts.map(({ svg }, place) =>
    `<svg y="${rounded(heightOf(parts.slice(0, place)))}em" overflow="visible">${svg}</svg>`
  ).join("");
}

function heightOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { height }) => sum + height, 0);
}

function rounded(ems: number): number {
  return Number(ems.toFixed(2));
}
