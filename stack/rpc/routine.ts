/** An input parameter of a function. */
export interface Parameter {
  /** Empty for an unnamed one. */
  name: string;
  /** As `format_type` writes it, for a cast. */
  type: string;
  required: boolean;
  variadic: boolean;
}

/** A function that can be called through `/rest/v1/rpc/`. */
export interface Routine {
  schema: string;
  name: string;
  parameters: Parameter[];
  volatile: boolean;
  returnsSet: boolean;
  /** `composite` also for `returns table` and OUT parameters. */
  returns: "void" | "scalar" | "composite";
  /** A domain named like `text/html`: the result is the body, under this content type. */
  mediaType: string | null;
  /** Its own `set` clauses that PostgREST applies to the whole transaction. */
  settings: Record<string, string>;
}
