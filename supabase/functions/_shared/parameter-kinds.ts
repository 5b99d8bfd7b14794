import * as z from "zod";

/** What a parameter holds, as far as reading it from a query string needs to know. */
export type ParameterKind = "text" | "number" | "boolean" | "list" | "object";

interface Described {
  /** Several where null is one of them. */
  readonly type?: string | readonly string[];
  readonly anyOf?: readonly Described[];
}

const KINDS: Record<string, ParameterKind> = {
  number: "number",
  integer: "number",
  boolean: "boolean",
  array: "list",
  object: "object",
};

/** The kind of every parameter of an endpoint, taken from its schema. */
export function parameterKinds(input: z.ZodObject): ReadonlyMap<string, ParameterKind> {
  const { properties } = z.toJSONSchema(input, { io: "input", unrepresentable: "any" });
  const kindOf = (schema: Described): ParameterKind =>
    [schema.type ?? ""].flat().map((type) => KINDS[type]).find((kind) => kind) ??
      schema.anyOf?.map(kindOf).find((kind) => kind !== "text") ?? "text";
  return new Map(
    Object.entries(properties ?? {}).map(([name, schema]) => [name, kindOf(schema as Described)]),
  );
}
