const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]] as const;

/** How long ago something was: `4 s ago`, `12 min ago`, `3 d ago`; `now` within the last second. */
export function relativeTime(timestamp: string, now: Date): string {
  const seconds = Math.floor((now.getTime() - Date.parse(timestamp)) / 1000);
  const [unit, size] = units.find(([, size]) => seconds >= size) ?? ["s", 1];
  // The clock of the database may be ahead of ours.
  return seconds < 1 ? "now" : `${Math.floor(seconds / size)} ${unit} ago`;
}
