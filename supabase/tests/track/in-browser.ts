/** The client as a browser loads it: bundled for one, with no module of Node's or Deno's. */
import { createRuntrailClient, track } from "../../../client/mod.ts";

Object.assign(globalThis, { runtrail: { createRuntrailClient, track } });
