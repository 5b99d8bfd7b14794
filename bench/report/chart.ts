import { logScale } from "./log-scale.ts";
import { size } from "./format.ts";
import { spread } from "./spread.ts";

/** One line of a chart. */
export interface Series {
  label: string;
  /** Rows and milliseconds, by rows. */
  points: readonly (readonly [rows: number, ms: number])[];
  /** Drawn dashed: what others do. */
  other: boolean;
}

const width = 520;
const height = 470;
const plot = { left: 62, right: 340, top: 66, bottom: 416 };

// Told apart in both schemes and by those who see fewer colours; lines are labelled besides.
const colours = [
  ["#0b6e99", "#5cc0e8"],
  ["#b3420e", "#ff9d66"],
  ["#3d7a1f", "#8fd06a"],
  ["#8a2be2", "#c79bff"],
  ["#8a6d00", "#e3c44b"],
  ["#b0216b", "#ff8dc4"],
  ["#00796b", "#5fd6c5"],
  ["#5d4037", "#c9a89c"],
];

/**
 * Latency against rows, both logarithmic, as SVG that needs nothing else. It follows the reader's
 * colour scheme, also as an image in a page.
 */
export function chart(title: string, description: string, series: readonly Series[]): string {
  const drawn = series.filter((each) => each.points.length > 0);
  const points = drawn.flatMap((each) => each.points);
  const x = logScale(points.map(([rows]) => rows), plot.left, plot.right);
  const y = logScale(points.map(([, ms]) => ms), plot.bottom, plot.top);
  const last = drawn.map((each) => each.points.at(-1) ?? [1, 1] as const);
  const labels = spread(last.map(([, ms]) => y.at(ms)), 17, plot.bottom);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" ` +
    `height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escape(title)}</title>`,
    `<desc id="desc">${escape(description)}</desc>`,
    style(),
    `<rect class="ground" width="${width}" height="${height}"/>`,
    `<text class="title" x="14" y="26">${escape(title)}</text>`,
    `<text class="quiet" x="14" y="46">median latency against rows, both axes logarithmic</text>`,
    ...y.ticks.map((ms) =>
      `<line class="grid" x1="${plot.left}" x2="${plot.right}" y1="${round(y.at(ms))}" ` +
      `y2="${round(y.at(ms))}"/><text class="quiet" text-anchor="end" x="${plot.left - 8}" ` +
      `y="${round(y.at(ms) + 4.5)}">${duration(ms)}</text>`
    ),
    ...x.ticks.map((rows) =>
      `<line class="grid" y1="${plot.top}" y2="${plot.bottom}" x1="${round(x.at(rows))}" ` +
      `x2="${round(x.at(rows))}"/><text class="quiet" text-anchor="middle" ` +
      `x="${round(x.at(rows))}" y="${plot.bottom + 22}">${size(rows)}</text>`
    ),
    `<text class="quiet" text-anchor="middle" x="${(plot.left + plot.right) / 2}" ` +
    `y="${plot.bottom + 44}">executions in the table</text>`,
    ...drawn.map((each, index) => {
      const path = each.points.map(([rows, ms]) => `${round(x.at(rows))},${round(y.at(ms))}`);
      const [endX, endY] = [round(x.at(last[index]?.[0] ?? 1)), round(y.at(last[index]?.[1] ?? 1))];
      const labelY = round(labels[index] ?? 0);
      return `<g class="c${index % colours.length}">` +
        `<polyline${each.other ? ' class="other"' : ""} points="${path.join(" ")}"/>` +
        each.points.map(([rows, ms]) =>
          `<circle cx="${round(x.at(rows))}" cy="${round(y.at(ms))}" r="3.5"/>`
        ).join("") +
        `<path class="lead" d="M${endX + 5} ${endY}L${plot.right + 14} ${labelY}"/>` +
        `<text x="${plot.right + 18}" y="${labelY + 4.5}">${escape(each.label)}</text></g>`;
    }),
    "</svg>",
    "",
  ].join("\n");
}

function style(): string {
  const paint = (scheme: number) =>
    colours.map((pair, index) => `.c${index}{color:${pair[scheme]}}`).join("");
  return `<style>
text{font:14px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;fill:currentColor}
svg{color:#1f2328}.title{font-size:17px;font-weight:600}.quiet{fill:#59636e}.ground{fill:#ffffff}
.grid{stroke:#d1d9e0;stroke-width:1}polyline{fill:none;stroke:currentColor;stroke-width:2.2}
.other{stroke-dasharray:7 5}circle{fill:currentColor}
.lead{fill:none;stroke:currentColor;stroke-width:1;opacity:.6}
${paint(0)}
@media (prefers-color-scheme:dark){
svg{color:#f0f6fc}.quiet{fill:#9198a1}.ground{fill:#0d1117}.grid{stroke:#3d444d}
${paint(1)}}
</style>`;
}

const round = (value: number) => Math.round(value * 10) / 10;

const duration = (ms: number) => ms >= 1000 ? `${ms / 1000} s` : `${Number(ms.toPrecision(1))} ms`;

const escape = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
