import { type Content, firstBatch, type Report } from "./report.ts";

const MOST_REPORTS = 20_000;
const MOST_BYTES = 16 * 1024 * 1024;
// Below the API's limits of 20 000 events and 16 MiB. Steps must still fit when lines no longer do.
const MOST_LINES = { entries: 18_000, bytes: 14 * 1024 * 1024 };
const MOST_ENTRIES = { entries: 19_900, bytes: 15 * 1024 * 1024 };

/** The reports of a run that wait, in order, bounded in number and size. */
export class ReportQueue {
  #reports: Report[] = [];
  #sizes = new WeakMap<Report, number>();
  #bytes = 0;
  #taken = { entries: 0, bytes: 0 };
  #progress: Report | null = null;

  get length(): number {
    return this.#reports.length;
  }

  /** Whether the run has had as many entries of this kind as the API takes. */
  isFull(content: Content): boolean {
    if (!("entry" in content)) return false;
    const most = isLine(content) ? MOST_LINES : MOST_ENTRIES;
    const entries = this.#taken.entries + 1;
    const bytes = this.#taken.bytes + encoder.encode(JSON.stringify(content)).length;
    if (entries > most.entries || bytes > most.bytes) return true;
    this.#taken = { entries, bytes };
    return false;
  }

  /** Adds a report; how many had to be given up for it. */
  add(report: Report): number {
    if ("progress" in report) this.#replaceProgress(report);
    this.#reports.push(report);
    this.#bytes += this.#sizeOf(report);
    return this.length > MOST_REPORTS || this.#bytes > MOST_BYTES ? this.#drop() : 0;
  }

  /** What the next call takes. */
  first(): Report[] {
    return firstBatch(this.#reports);
  }

  /** Removes what is delivered; whether there was any. */
  remove(upTo: number): boolean {
    const left = this.#reports.findIndex((report) => report.n > upTo);
    const gone = this.#reports.splice(0, left < 0 ? this.length : left);
    for (const report of gone) this.#bytes -= this.#sizeOf(report);
    return gone.length > 0;
  }

  clear(): void {
    this.#reports = [];
    this.#bytes = 0;
  }

  /** Only the newest progress is of interest. */
  #replaceProgress(report: Report): void {
    const at = this.#progress ? this.#reports.lastIndexOf(this.#progress) : -1;
    for (const old of at < 0 ? [] : this.#reports.splice(at, 1)) this.#bytes -= this.#sizeOf(old);
    this.#progress = report;
  }

  /** Gives up the oldest quarter of the log lines that wait, or of the steps where there are none. */
  #drop(): number {
    const lines = this.#reports.filter(isLine);
    const from = lines.length > 0 ? lines : this.#reports.filter((report) => "entry" in report);
    const gone = new Set(from.slice(0, Math.ceil(from.length / 4)));
    this.#reports = this.#reports.filter((report) => !gone.has(report));
    for (const report of gone) this.#bytes -= this.#sizeOf(report);
    return gone.size;
  }

  #sizeOf(report: Report): number {
    const size = this.#sizes.get(report) ?? JSON.stringify(report).length;
    this.#sizes.set(report, size);
    return size;
  }
}

const encoder = new TextEncoder();

function isLine(content: Content): boolean {
  return "entry" in content && (content.entry.kind ?? "log") === "log";
}
