/**
 * What a timeline is drawn in, each in light and in dark. Light stands in attributes and dark in the
 * style, so that a picture whose style is not applied is a light one. The grounds are those of a
 * browser's empty page.
 */
export const palette = {
  ground: ["#ffffff", "#121212"],
  ink: ["#1d1c1a", "#eceae5"],
  soft: ["#5f5b54", "#a9a49b"],
  line: ["#e2dfd8", "#33312d"],
  rail: ["#eeebe6", "#262522"],
  good: ["#256b45", "#7cc79a"],
  bad: ["#b42318", "#f58c80"],
  warn: ["#8a5a00", "#e0b25c"],
  plain: ["#1f6a8c", "#7db9dc"],
} as const satisfies Record<string, readonly [light: string, dark: string]>;

/** A colour by what it means. */
export type Colour = keyof typeof palette;
