type Fields = Readonly<Record<string, unknown>>;

/** Reads values that may be anything. What does not fit is null; nothing throws. */
export const read = {
  fields: (value: unknown): Fields | null =>
    typeof value === "object" && value !== null && !Array.isArray(value) ? value as Fields : null,
  list: (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [],
  text: (value: unknown): string | null => typeof value === "string" ? value : null,
  flag: (value: unknown): boolean => value === true,
  /** A number between bounds: a page a million pixels wide would bring the browser down. */
  number(value: unknown, least: number, most: number): number | null {
    if (typeof value !== "number" || !Number.isFinite(value)) return null;
    return Math.min(Math.max(value, least), most);
  },
  /** The number of a recorded node; rrweb also uses -1 for "none". */
  id(value: unknown): number | null {
    return Number.isSafeInteger(value) && Number(value) >= -1 ? Number(value) : null;
  },
  /** What is left of a list when each of its items has been read. */
  each<Item>(value: unknown, item: (value: unknown) => Item | null): Item[] {
    return read.list(value).flatMap((one) => item(one) ?? []);
  },
};
