import { type Content, firstBatch, type Report } from "./report.ts";

const MOST_REPORTS = 5000;
const MOST_BYTES = 8 * 1024 * 1024;
// Below the API's limits of 20 000 events and 16 MiB: steps must still fit.
const MOST_LINES = 18_000;
const MOST_LINE_BYTES = 14 * 1024 * 1024;

/** The reports of a run that wait, in order, bounded in number and size. */
export class ReportQueue {
  #reports: Report[] = [];
  #sizes = new WeakMap<Report, number>();
  #bytes = 0;
  #lines = 0;
  #lineBytes = 0;

  get length(): number {
    return this.#reports.length;
  }

  /** Whether the run has had as many log lines as the API takes; steps go on. */
  isFull(content: Content): boolean {
    if (!isLine(content)) return false;
    this.#lines += 1;
    this.#lineBytes += JSON.stringify(content).length;
    return this.#lines > MOST_LINES || this.#lineBytes > MOST_LINE_BYTES;
  }

  /** Adds a report; how many had to be given up for it. */
  add(report: Report): number {
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

function isLine(content: Content): boolean {
  return "entry" in content && (content.entry.kind ?? "log") === "log";
}
