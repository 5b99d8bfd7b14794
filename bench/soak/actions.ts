import type { Action } from "./actions/action.ts";
import { createMany, endMany } from "./actions/batch.ts";
import { create, importPast } from "./actions/create.ts";
import { changeTheirMind, compete, finish } from "./actions/end.ts";
import { record } from "./actions/record.ts";
import { correct, remove, removeOwn } from "./actions/remove.ts";
import { beat, cancel, report, reportLate } from "./actions/report.ts";

/** What clients do, each as often as its weight says. */
export const actions: readonly { weight: number; action: Action }[] = [
  { weight: 30, action: create },
  { weight: 2, action: createMany },
  { weight: 2, action: endMany },
  { weight: 16, action: finish(false) },
  { weight: 6, action: finish(true) },
  { weight: 5, action: compete },
  { weight: 15, action: beat },
  { weight: 5, action: report },
  { weight: 5, action: reportLate },
  { weight: 8, action: record },
  { weight: 3, action: cancel },
  { weight: 4, action: importPast },
  { weight: 4, action: remove },
  { weight: 4, action: removeOwn },
  { weight: 2, action: changeTheirMind },
  { weight: 2, action: correct },
];
