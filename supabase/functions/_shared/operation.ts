import type * as z from "zod";

/** What an endpoint takes and gives, as the files in `schemas/` declare it. */
export interface OperationSchema<Input extends z.ZodObject, Output extends z.ZodObject> {
  /** One line for the API document. */
  readonly summary: string;
  /** What the caller sends; strict: an unknown key is refused. */
  readonly input: Input;
  /** What the SQL function returns. The answer adds `success`, `message` and perhaps `sanitized`. */
  readonly output: Output;
  /** Requests that work, with the answer each gets. */
  readonly examples: Readonly<
    Record<string, { readonly input: z.input<Input>; readonly output: z.output<Output> }>
  >;
}

/** One endpoint of the contract. */
export interface Operation<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> extends OperationSchema<Input, Output> {
  /** Name of the edge function; it answers POST there, and its REST method. */
  readonly name: string;
  /** Name of the SQL function; null where nothing is asked of the database. */
  readonly rpc: string | null;
  /** The REST method. */
  readonly method: "GET" | "POST" | "PATCH";
  /** The REST path below `/functions/v1`; its first segment is the function that routes it. */
  readonly path: `/workflows/${string}`;
  /** Answers POST at its path too, for parameters that make a query string too long. */
  readonly alsoPost?: true;
  /** HTTP status of success. */
  readonly status: 200 | 201;
  /** The sentence a successful answer carries. */
  readonly message: string;
  /** Who may call it, where that is not everyone signed in. */
  readonly caller?: "service";
  /** The list that may also be sent as a body of application/x-ndjson, one item a line. */
  readonly lines?: string;
  /** Whether that list may also be sent as CSV. */
  readonly csv?: true;
  /**
   * What a success is instead of a JSON object: bytes; lines of JSON, which come as they are ready; or,
   * by its REST method, a redirect.
   */
  readonly answers?: "bytes" | "lines" | "file" | "redirect";
  /** What a success also is, for who prefers it by the Accept header. */
  readonly alsoAnswers?: "svg";
}

/** Checks the examples of an endpoint against its schemas and keeps the exact types. */
export function operationSchema<Input extends z.ZodObject, Output extends z.ZodObject>(
  schema: OperationSchema<Input, Output>,
): OperationSchema<Input, Output> {
  return schema;
}

/** Checks one entry of the contract and keeps the exact types of its schemas. */
export function operation<Input extends z.ZodObject, Output extends z.ZodObject>(
  entry: Operation<Input, Output>,
): Operation<Input, Output> {
  return entry;
}
