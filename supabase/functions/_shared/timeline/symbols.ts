/** Signs that say what colour says, for who does not see it. Paths: fonts may lack the characters. */
export const symbols = {
  completed: "M6.2 12.6 2 8.4l1.6-1.6 2.6 2.6 6.2-6.2L14 4.8z",
  failed: "M3.6 2 8 6.4 12.4 2 14 3.6 9.6 8l4.4 4.4-1.6 1.6L8 9.6 3.6 14 2 12.4 6.4 8 2 3.6z",
  cancelled: "M3 3h10v10H3z",
  open: "M1.5 6.5h3v3h-3zM6.5 6.5h3v3h-3zM11.5 6.5h3v3h-3z",
  warning: "M8 1.5 15 14H1zM7.2 6h1.6v4.2H7.2zM7.2 11.2h1.6v1.5H7.2z",
  heart: "M8 14 2.6 8.6a3.6 3.6 0 0 1 5.1-5.1l.3.3.3-.3a3.6 3.6 0 0 1 5.1 5.1z",
  moment: "M8 4l4 4-4 4-4-4z",
} as const;

/** The name of a sign. */
export type SymbolName = keyof typeof symbols;
