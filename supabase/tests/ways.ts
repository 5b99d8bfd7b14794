/** Every way in which an operation of the contract can be called, with what each answers. */
import { FunctionsHttpError } from "@supabase/supabase-js";
import { createRuntrailClient, RuntrailError } from "../../client/mod.ts";
import { contract } from "../functions/_shared/contract.ts";
import type { Operation } from "../functions/_shared/operation.ts";
import { type Actor, functionsUrl } from "./actors.ts";

/** JSON parameters by name. */
export type Parameters = Readonly<Record<string, unknown>>;

/** What a call gave, in one form for all ways. */
export interface Outcome {
  readonly status: number;
  /** The fields of a success, without the envelope of the functions; null for an error. */
  readonly fields: Record<string, unknown> | null;
  /** The slug of an error; null for a success. */
  readonly slug: string | null;
}

/** A way to call an operation. */
export type Way = (operation: Operation, actor: Actor, input: Parameters) => Promise<Outcome>;

/** The ways, by the name that failing tests show. */
export const ways: Readonly<Record<string, Way>> = {
  "functions.invoke()": async ({ name }, { client }, input) => {
    const { data, error, response } = await client.functions.invoke(name, { body: input });
    if (error && !(error instanceof FunctionsHttpError)) throw error;
    if (!response) throw new Error("functions.invoke() gave no response");
    return opened(response.status, error ? await response.json() : data);
  },
  "the typed client": async (operation, { client }, input) => {
    const [method] = Object.entries(contract).find(([, one]) => one === operation) ?? [];
    const runtrail: Readonly<Record<string, unknown>> = { ...createRuntrailClient(client) };
    const call = runtrail[method ?? ""] as (input: Parameters) => Promise<Record<string, unknown>>;
    try {
      const called = await call(input);
      const answer = Symbol.asyncIterator in called
        ? { success: true, lines: await Array.fromAsync(called as AsyncIterable<unknown>) }
        : called;
      // A success has no status here; the one it must have had.
      return opened("replayed" in answer && answer.replayed ? 200 : operation.status, answer);
    } catch (error) {
      if (!(error instanceof RuntrailError)) throw error;
      return { status: error.status, fields: null, slug: error.code };
    }
  },
  "POST to the function": async ({ name }, actor, input) =>
    await send("POST", `/${name}`, actor, input),
  "the REST method to the function": async ({ name, method }, actor, input) =>
    await send(method, `/${name}`, actor, input),
  "the REST path": async ({ path, method }, actor, input) => {
    const rest = { ...input };
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = String(rest[name]);
      delete rest[name];
      return encodeURIComponent(value);
    });
    return await send(method, filled, actor, rest);
  },
  "rpc()": async ({ rpc }, { client }, input) => {
    const { data, error, status } = await client.rpc(`${rpc}`, input);
    if (error) return { status, fields: null, slug: error.message };
    return { status, fields: data, slug: null };
  },
};

/** Sends parameters as a JSON body, or in the query string of a GET. */
async function send(
  method: string,
  path: string,
  actor: Actor,
  input: Parameters,
): Promise<Outcome> {
  const url = new URL(functionsUrl + path);
  const headers: Record<string, string> = { ...actor.headers };
  let body: string | null = null;
  if (method === "GET") {
    for (const [name, value] of Object.entries(input)) url.searchParams.set(name, inQuery(value));
  } else {
    headers["content-type"] = "application/json";
    body = JSON.stringify(input);
  }
  const response = await fetch(url, { method, headers, body });
  return opened(response.status, await response.json());
}

function inQuery(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function opened(status: number, body: Record<string, unknown>): Outcome {
  const { success, message: _, ...fields } = body;
  if (success === true) return { status, fields, slug: null };
  return { status, fields: null, slug: String(body.code) };
}
