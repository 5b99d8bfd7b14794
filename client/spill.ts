/** What track() keeps on disk, and how the next process sends it. Node and Deno only. */
export { openJournal } from "./spill/open-journal.ts";
export { sendSpilled } from "./spill/send-spilled.ts";
export type { SendSpilledOptions, SentSpilled } from "./spill/send-spilled.ts";
