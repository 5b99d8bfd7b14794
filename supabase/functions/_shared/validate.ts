import type * as z from "zod";
import { refuse, type Result, succeed } from "./result.ts";

/** One thing that is wrong with a request. */
export interface Complaint {
  /** Where: a parameter, or a place in it as `logs[2].level`. */
  readonly path: string;
  readonly message: string;
}

const LISTED = 20;

/**
 * Checks parameters against an endpoint's schema.
 *
 * @returns what the SQL function takes; or `unknown_parameter`, `invalid_parameter` with details
 */
export function validate(
  input: z.ZodObject,
  parameters: Record<string, unknown>,
): Result<Record<string, unknown>> {
  const checked = input.safeParse(parameters, { error: wording });
  if (checked.success) return succeed(checked.data);
  const issues = checked.error.issues.flatMap((issue) => innermost(issue));
  const details = issues.flatMap(complaints).slice(0, LISTED);
  const unknown = issues.some((issue) => issue.code === "unrecognized_keys");
  const text = details.slice(0, 3).map(({ path, message }) => `${path} ${message}`).join("; ");
  const rest = details.length > 3 ? `; ${details.length - 3} more in details` : "";
  const accepted = unknown ? ` This endpoint takes: ${Object.keys(input.shape).join(", ")}.` : "";
  return refuse(
    unknown ? "unknown_parameter" : "invalid_parameter",
    `${text}${rest}.${accepted} Correct the request and send it again.`,
    { details },
  );
}

/** The reason why the best-fitting alternative of a union did not fit, instead of "Invalid input". */
function innermost(issue: z.core.$ZodIssue, within: PropertyKey[] = []): z.core.$ZodIssue[] {
  const path = [...within, ...issue.path];
  if (issue.code === "invalid_union" && issue.message === "") {
    const deepest = issue.errors.find((branch) =>
      branch.some((inner) => inner.path.length > 0 || inner.code === "unrecognized_keys")
    );
    if (deepest) return deepest.flatMap((inner) => innermost(inner, path));
  }
  return [{ ...issue, path }];
}

function complaints(issue: z.core.$ZodIssue): Complaint[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: place([...issue.path, key]),
      message: "is not a parameter",
    }));
  }
  return [{ path: place(issue.path), message: issue.message || "has the wrong type" }];
}

/** As one would write it; an overlong key is cut, it is the caller's own text. */
function place(path: readonly PropertyKey[]): string {
  return path.map((step, at) =>
    typeof step === "number" ? `[${step}]` : `${at > 0 ? "." : ""}${String(step).slice(0, 80)}`
  ).join("");
}

/** Continues the sentence that starts with the parameter's name. Never quotes the value. */
const wording: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined ? "is required" : `must be ${article(issue.expected)}`;
    case "invalid_value":
      return `must be ${issue.values.map(String).join(", ").replace(/, ([^,]*)$/, " or $1")}`;
    case "too_small":
      return issue.origin === "string" ? "must not be empty" : `must be at least ${issue.minimum}`;
    case "too_big":
      return issue.origin === "string"
        ? `must have at most ${issue.maximum} characters`
        : `must be at most ${issue.maximum}`;
    case "invalid_union":
      return "";
    default:
      return undefined;
  }
};

function article(expected: string): string {
  const name = { int: "integer", array: "list", boolean: "true or false" }[expected] ?? expected;
  if (name === "true or false") return name;
  return `${/^[aeio]/.test(name) ? "an" : "a"} ${name}`;
}
