import * as z from "zod";

/** A browser tab, by the name that its recorder gave it. */
export const tab = z.string().regex(
  /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/,
  "must be a letter or digit and up to 63 more out of A-Z a-z 0-9 . _ ~ and -",
);

/** Number of a batch in its tab. */
export const sequence = z.int().min(0).max(999_999);
