const paths = {
  play: "M5 3.5v9l7.5-4.5z",
  pause: "M4.5 3.5h2.4v9H4.5zM9.1 3.5h2.4v9H9.1z",
  back: "M8.5 3.5 4 8l4.5 4.5M4.5 8H13",
  fit: "M6 3H3v3M10 3h3v3M6 13H3v-3M10 13h3v-3",
  next: "M6 3.5 10.5 8 6 12.5",
  previous: "M10 3.5 5.5 8l4.5 4.5",
} as const;

/** The name of a drawing. */
export type IconName = keyof typeof paths;

const filled: readonly IconName[] = ["play", "pause"];
const svg = "http://www.w3.org/2000/svg";

/** A small drawing beside a text or in a button with a name of its own; it says nothing itself. */
export function icon(name: IconName): SVGElement {
  const drawing = document.createElementNS(svg, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("class", filled.includes(name) ? "icon icon-filled" : "icon");
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", paths[name]);
  drawing.append(path);
  return drawing;
}
