const units = ["B", "kB", "MB", "GB"];
const when = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const count = new Intl.NumberFormat("en-GB");
const ago = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

/** Numbers as people read them. */
export const format = {
  /** 1:05, 1:02:03; of milliseconds. */
  clock(ms: number): string {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const [h, m, s] = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(Math.floor);
    const two = (part = 0) => String(part).padStart(2, "0");
    return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
  },
  /** 1 minute 5 seconds; for those who listen. */
  spoken(ms: number): string {
    const seconds = Math.max(0, Math.floor(ms / 1000));
    const parts = [[Math.floor(seconds / 3600), "hour"], [Math.floor(seconds / 60) % 60, "minute"]]
      .filter(([many]) => many).concat([[seconds % 60, "second"]]);
    return parts.map(([many, unit]) => `${many} ${unit}${many === 1 ? "" : "s"}`).join(" ");
  },
  /** 0.4 s, 12 s, 3 min 20 s. */
  duration(ms: number): string {
    const seconds = ms / 1000;
    if (seconds < 10) return `${seconds.toFixed(1)} s`;
    if (seconds < 60) return `${Math.round(seconds)} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
    return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  },
  bytes(size: number): string {
    const unit = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1);
    const value = size / 1000 ** unit;
    return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
  },
  count: (many: number): string => count.format(many),
  time: (iso: string): string => when.format(new Date(iso)),
  day: (iso: string): string => day.format(new Date(iso)),
  /** 5 minutes ago. */
  ago(iso: string, now: number): string {
    const seconds = (Date.parse(iso) - now) / 1000;
    const [unit, size] = ([["day", 86_400], ["hour", 3600], ["minute", 60]] as const)
      .find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1] as const;
    return ago.format(Math.trunc(seconds / size), unit);
  },
};
