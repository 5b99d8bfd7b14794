/** How much of a timeline is drawn. */
export const pictureLimits = { rows: 200, lines: 20, tabs: 8 } as const;
