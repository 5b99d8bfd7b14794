import { parseArgs } from "node:util";

/** What a run is asked to do. */
export interface Options {
  /** Sizes of the history, ascending. */
  sizes: number[];
  seconds: number;
  clientCounts: number[];
  only: string[];
  peers: boolean;
  /** Where the database lies and stays; null for a folder that is removed. */
  data: string | null;
  /** Where the results go. */
  out: string;
  /** Results of earlier runs (JSON) to write again; none to measure. */
  from: string[];
}

export const parts = [
  ...["reads", "http", "pending", "writes", "quotas", "broadcasts", "heartbeats", "batches"],
  "upkeep",
];

export const usage = `deno task bench [--rows 10000,100000,1000000] [--seconds 1] [--clients 2,8,16]
                [--only PART,...] [--peers] [--data DIR] [--out bench/results]
Builds a history of that many rows on a durable stack of its own, one size after the other, and
measures it as a signed-in user. --seconds: per operation. --clients: for throughput.
--only: some of ${parts.join(", ")}.
--peers: other ways to keep the same rows, too. --data: keep the database there, and go on from it.
--from FILE,...: write the report of what was measured earlier (.json), without measuring.`;

/** Reads the command line; a text says what is wrong with it. */
export function readOptions(args: string[]): Options | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        rows: { type: "string", default: "10000,100000,1000000" },
        seconds: { type: "string", default: "1" },
        clients: { type: "string", default: "2,8,16" },
        only: { type: "string", default: parts.join(",") },
        peers: { type: "boolean", default: false },
        data: { type: "string" },
        from: { type: "string" },
        out: { type: "string", default: "bench/results" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return usage;
    const numbers = (text: string) => text.split(",").map(Number).sort((a, b) => a - b);
    const options: Options = {
      sizes: numbers(values.rows),
      seconds: Number(values.seconds),
      clientCounts: numbers(values.clients),
      only: values.only.split(","),
      peers: values.peers,
      data: values.data ?? null,
      out: values.out,
      from: values.from?.split(",") ?? [],
    };
    const counts = [...options.sizes, ...options.clientCounts];
    if (!counts.every((count) => Number.isInteger(count) && count > 0) || !(options.seconds >= 0)) {
      return "--rows, --seconds and --clients take numbers (rows and clients a list: 1000,10000).";
    }
    const unknown = options.only.find((part) => !parts.includes(part));
    if (unknown !== undefined) return `--only: there is no "${unknown}", but ${parts.join(", ")}.`;
    return options;
  } catch (error) {
    return `${error instanceof Error ? error.message : error}\n${usage}`;
  }
}
