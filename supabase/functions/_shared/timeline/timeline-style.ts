import { palette } from "./palette.ts";

const dark = Object.entries(palette)
  .map(([name, [, colour]]) => `.runtrail-timeline .${name}{fill:${colour}}`)
  .join("") + `.runtrail-timeline text{stroke:${palette.ground[1]}}`;
const hide = (...names: string[]) =>
  `${names.map((name) => `.runtrail-timeline .${name}`).join()}{display:none}`;
const show = (name: string) => `.runtrail-timeline .${name}{display:inline}`;

/**
 * What attributes cannot say: the dark theme, and which form of a text is shown at which width. Under
 * a class, so that nothing else is changed where the picture is part of a page.
 */
export const timelineStyle = [
  ".runtrail-timeline{color-scheme:light dark;max-width:72rem}",
  `@media(prefers-color-scheme:dark){${dark}}`,
  `@media(max-width:39.99em){${hide("medium", "beyond-narrow")}${show("narrow")}}`,
  `@media(min-width:50em){${hide("medium")}${show("wide")}}`,
].join("");
