import type { Colour } from "./palette.ts";
import { secondsInWords } from "./seconds-in-words.ts";
import type { SymbolName } from "./symbols.ts";
import type { Entry } from "./timeline.ts";

/** What a line says of an entry. */
export interface Words {
  readonly symbol: SymbolName;
  readonly colour: Colour;
  /** What it is, which may be cut. */
  readonly what: string;
  /** How long or when, which is not. */
  readonly figure: string;
}

type Look = Pick<Words, "symbol" | "colour">;

const outcomes = { completed: "good", failed: "bad", cancelled: "soft" } as const;
const moments = {
  created: { symbol: "moment", colour: "ink", name: "created" },
  heartbeat: { symbol: "heart", colour: "ink", name: "last heartbeat" },
  cancel_requested: { symbol: "cancelled", colour: "warn", name: "asked to stop" },
  late_report: { symbol: "warning", colour: "warn", name: "late report" },
} as const;
const loud: Readonly<Record<string, Look>> = {
  error: { symbol: "failed", colour: "bad" },
  warn: { symbol: "warning", colour: "warn" },
};
const quiet: Look = { symbol: "moment", colour: "soft" };

/** An entry in words, with the symbol and colour that say the same. */
export function inWords({ kind, outcome, level, label, until, ...entry }: Entry): Words {
  const figure = `at ${secondsInWords(entry.offset_seconds)}`;
  const ending: Look = {
    symbol: outcome ?? "open",
    colour: outcome ? outcomes[outcome] : "plain",
  };
  if (kind === "step") {
    const how = until === null ? "not ended" : outcome === "completed" ? null : outcome;
    const took = until === null || entry.seconds === null ? null : secondsInWords(entry.seconds);
    const told = [how, took].filter((part) => part !== null).join(", ");
    return { ...ending, what: label ?? "step", figure: told };
  }
  // Its error stands in the head.
  if (kind === "finished") return { ...ending, what: outcome ?? "finished", figure };
  if (kind === "log" || kind === "chunk") {
    return { ...(loud[level ?? ""] ?? quiet), what: label ?? "", figure };
  }
  const { name, ...look } = moments[kind];
  return { ...look, what: [name, label].filter(Boolean).join(": "), figure };
}
