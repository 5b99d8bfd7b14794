import type { ApiError } from "../data-api/api-error.ts";
import { closestName } from "../data-api/closest-name.ts";
import type { CallArguments } from "./call-arguments.ts";
import type { Routine } from "./routine.ts";

/** The function to call, or PostgREST's 404 or 300. */
export type Choice = { ok: true; routine: Routine } | { ok: false; error: ApiError };

/**
 * Chooses among the overloads of a function by the names of the arguments, as PostgREST does: all
 * required parameters and nothing unknown. A single unnamed parameter takes a whole body.
 */
export function chooseRoutine(
  name: string,
  overloads: Routine[],
  given: CallArguments,
  allNames: string[],
): Choice {
  const matching = overloads.filter((routine) => matches(routine, given));
  const candidates = matching.length > 0
    ? matching
    : overloads.filter((routine) => takesBody(routine, given));
  const [routine, ...others] = candidates;
  if (!routine) return { ok: false, error: notFound(name, overloads, given, allNames) };
  if (others.length > 0) return { ok: false, error: ambiguous(candidates) };
  return { ok: true, routine };
}

function matches(routine: Routine, given: CallArguments): boolean {
  if (given.kind === "raw") return false;
  const names = new Set(routine.parameters.map((parameter) => parameter.name));
  return given.names.every((name) => names.has(name)) &&
    routine.parameters.every(({ name, required }) => !required || given.names.includes(name));
}

/** Whether the function is `fn(json)` or alike, without a name for its one parameter. */
export function takesBody(routine: Routine, given: CallArguments): boolean {
  const [parameter, ...rest] = routine.parameters;
  return parameter !== undefined && rest.length === 0 && parameter.name === "" &&
    given.bodyTypes.includes(parameter.type);
}

function notFound(
  name: string,
  overloads: Routine[],
  given: CallArguments,
  allNames: string[],
): ApiError {
  const names = given.names.toSorted();
  const listed = names.join(", ");
  const counted = `${names.length > 1 ? "parameters" : "parameter"} ${listed}`;
  const [bodyType] = given.bodyTypes;
  const inMessage = given.kind === "raw"
    ? ""
    : names.length
    ? `(${listed})`
    : " without parameters";
  const searched = given.kind === "raw"
    ? `with a single unnamed ${bodyType} parameter`
    : `${names.length ? `with ${counted}` : "without parameters"}${
      bodyType ? " or with a single unnamed json/jsonb parameter" : ""
    }`;
  const suggestion = overloads[0] ? signature(overloads[0]) : similar(name, allNames);
  return {
    status: 404,
    code: "PGRST202",
    message: `Could not find the function ${name}${inMessage} in the schema cache`,
    details:
      `Searched for the function ${name} ${searched}, but no matches were found in the schema cache.`,
    hint: suggestion ? `Perhaps you meant to call the function ${suggestion}` : null,
  };
}

function ambiguous(candidates: Routine[]): ApiError {
  const list = candidates.map((routine) =>
    `${routine.schema}.${routine.name}(${
      routine.parameters.map(({ name, type }) => `${name} => ${type}`).join(", ")
    })`
  );
  return {
    status: 300,
    code: "PGRST203",
    message: `Could not choose the best candidate function between: ${list.join(", ")}`,
    details: null,
    hint:
      "Try renaming the parameters or the function itself in the database so function overloading can be resolved",
  };
}

function signature(routine: Routine): string {
  const names = routine.parameters.map((parameter) => parameter.name);
  return `${routine.schema}.${routine.name}${names.length ? `(${names.join(", ")})` : ""}`;
}

/** The similar name in the same schema, if there is one. */
function similar(name: string, allNames: string[]): string | null {
  const schema = name.slice(0, name.indexOf(".") + 1);
  const names = allNames.filter((each) => each.startsWith(schema));
  const closest = closestName(
    name.slice(schema.length),
    names.map((each) => each.slice(schema.length)),
  );
  return closest && schema + closest;
}
