const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

// In em, in wide fonts: whose font it will be nobody knows here.
const widths: readonly (readonly [RegExp, number])[] = [
  [/^[ ijl.,:;'|]$/, 0.34],
  [/^[IJftr!()[\]/\\-]$/, 0.42],
  [/^[ckosvxyz"]$/, 0.61],
  [/^[mwMW@%…]/, 1],
  [/^[A-Z<>=+~&#^]$/, 0.84],
  [/^[ -~]$/, 0.65],
  [/^[\u00a0-\u024f]/, 0.8],
  [/^[\ufdf0-\ufdfd\u2e3a\u2e3b]/, 12],
  [/\p{Extended_Pictographic}|\p{Regional_Indicator}/u, 1.4],
];

/** What is read as the characters of a text, and about how wide each is: rather too wide. */
export function* graphemeWidths(text: string): Generator<{ end: number; width: number }> {
  for (const { segment, index } of graphemes.segment(text)) {
    const width = widths.find(([form]) => form.test(segment))?.[1] ?? 1.1;
    yield { end: index + segment.length, width };
  }
}
