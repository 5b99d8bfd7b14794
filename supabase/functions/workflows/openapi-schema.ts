import * as z from "zod";

/** A part of an OpenAPI document. */
export type Json = Record<string, unknown>;

/** The JSON schema of an object. */
export interface ObjectSchema extends Json {
  readonly properties: Readonly<Record<string, Json>>;
  readonly required: readonly string[];
}

/**
 * The JSON schema of a zod object, without what only repeats: the pattern behind a format (that of a
 * date takes four lines) and the bounds that every safe integer has.
 */
export function openapiSchema(schema: z.ZodObject, io: "input" | "output"): ObjectSchema {
  const { $schema: _, properties = {}, required = [], ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  return { ...rest, properties: properties as Record<string, Json>, required };
}

/** The schema without some of its properties. */
export function without(names: readonly string[], schema: ObjectSchema): ObjectSchema {
  return {
    ...schema,
    properties: Object.fromEntries(
      Object.entries(schema.properties).filter(([name]) => !names.includes(name)),
    ),
    required: schema.required.filter((name) => !names.includes(name)),
  };
}
