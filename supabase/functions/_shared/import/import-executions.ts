import { contract } from "../contract.ts";
import { perform, type Performer } from "../perform.ts";
import { readRows } from "./read-rows.ts";

/** Imports rows, however they are written. */
export const importExecutions: Performer = perform(contract.importExecutions, { read: readRows });
