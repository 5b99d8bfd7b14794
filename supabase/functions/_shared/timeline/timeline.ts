import type * as z from "zod";
import type { contract } from "../contract.ts";

/** What execution-timeline answers: what is drawn. */
export type Timeline = z.output<typeof contract.executionTimeline.output>;

/** Something of it that has a time. */
export type Entry = Timeline["entries"][number];
