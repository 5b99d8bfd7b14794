/** A value that is planted, and how to find it. */
export interface PlantedValue {
  /** As it is. */
  readonly value: string;
  /** Its beginning and its end: letters and digits, which stand in any form but base64. */
  readonly head: string;
  readonly tail: string;
  /** How others may write it, by the name of the form. */
  readonly forms: Readonly<Record<string, string>>;
  /** Texts of which every form holds one; none of them stands in what has no part of the value. */
  readonly needles: string[];
}

const entities: Record<string, string> = {
  "&": "&amp;",
  '"': "&quot;",
  "/": "&#47;",
  "ü": "&#xFC;",
};

/** Makes a value with what encodings change in its middle. */
export function plantedValue(initial: string): PlantedValue {
  const random = () => crypto.randomUUID().slice(0, 8);
  const value = `${initial}7${random()}"/&ü ${random()}w9`;
  const [head, tail] = [value.slice(0, 10), value.slice(-10)];
  const alignments = [0, 1, 2].map((before) => base64("x".repeat(before) + value));
  const forms = {
    plain: value,
    url: encodeURIComponent(value),
    form: `${new URLSearchParams({ v: value })}`.slice(2),
    json: JSON.stringify(value).slice(1, -1),
    jsonTwice: JSON.stringify(JSON.stringify(value)).slice(3, -3),
    html: value.replace(/[&"/ü]/g, (one) => entities[one] ?? one),
    base64: `${alignments[0]}`,
    base64After1: `${alignments[1]}`,
    base64After2: `${alignments[2]}`,
    base64url: base64(value).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
  };
  // The bits of the neighbours are in the first and last characters, which are left out.
  const encoded = [head, tail].flatMap((part) =>
    [0, 1, 2].map((before) => base64("x".repeat(before) + part).slice(before + 1, 12))
  );
  // A beginning of six characters tells too much already.
  return { value, head, tail, forms, needles: [head.slice(0, 6), tail.slice(-6), ...encoded] };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
