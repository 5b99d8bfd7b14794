/** How tables of latencies are to be read. */
export const explanation =
  `Milliseconds at the median, in brackets at the 95th percentile; "× bare" is ` +
  "the median as a multiple of the bare statement's, measured in turns with it: a prepared " +
  "statement in the same kind of transaction on a plain table with a key and one list index. " +
  "The heavy user owns about a sixth of all executions and the busiest workflow (7.5 %), the " +
  "light one 20 executions; shared executions (2 %) are seen by both. A dash: there is no such " +
  "thing to measure. All statements run as `authenticated` under row level security, in " +
  "transactions like PostgREST's.";

/** How the table of targets is to be read. */
export const aboutTargets =
  "In bold what was missed. Latencies are compared by their fastest tenth, " +
  "which other work on the machine disturbs least, and by the processor time of client and " +
  "backend, which it hardly changes but which leaves out waiting. Create + finish was once to have 0.65, 0.5 and 0.5 of the bare pair's throughput; " +
  "that was given up after the floor was measured: a copy of the table, with its checks, " +
  "policies, indexes, foreign key and counting, in plain statements, without any of the rules.";
