import { quoteIdentifier } from "../data-api/quote.ts";
import type { CallArguments } from "./call-arguments.ts";
import { takesBody } from "./choose-routine.ts";
import { filterCondition } from "./filter-condition.ts";
import type { ResultOptions } from "./result-options.ts";
import type { Routine } from "./routine.ts";

/** A call and what is done with its rows, as one statement with one row of result. */
export interface CallStatement {
  text: string;
  parameters: string[];
}

/** The form of the body: see {@link bodyExpression}. */
export interface BodyForm {
  /** One object in place of an array of them. */
  singular: boolean;
  stripNulls: boolean;
}

/**
 * Writes the statement. Arguments travel as text and become values in Postgres, results become
 * JSON there: numbers, timestamps and jsonb pass through untouched.
 *
 * @param maxRows No more rows than this are answered, whatever is asked for.
 */
export function callStatement(
  routine: Routine,
  given: CallArguments,
  options: ResultOptions,
  form: BodyForm,
  maxRows: number,
  counted: boolean,
): CallStatement {
  const parameters: string[] = [];
  const bind = (value: string) => `$${parameters.push(value)}`;
  const composite = routine.returns === "composite";
  const source = `select ${composite ? "called.*" : "called as value"} from ${
    call(routine, given, bind)
  } as called`;
  const conditions = options.filters.map((filter) => filterCondition(filter, bind));
  const where = conditions.length ? ` where ${conditions.join(" and ")}` : "";
  const order = options.order.map(({ name, descending, nulls }) =>
    `${quoteIdentifier(name)}${descending ? " desc" : ""}${nulls ? ` nulls ${nulls}` : ""}`
  );
  const rows = [
    `select ${composite ? outputList(options) : "value"} from source${where}`,
    order.length ? `order by ${order.join(", ")}` : "",
    routine.returnsSet ? `limit ${Math.min(options.limit ?? maxRows, maxRows)}` : "",
    options.offset ? `offset ${options.offset}` : "",
  ].filter(Boolean).join(" ");
  const total = counted ? `(select count(*) from source${where})` : "null::bigint";
  return {
    text: `with source as materialized (${source}) select ${total} as total, count(*) as rows, ` +
      `${bodyExpression(routine, form)} as body, ` +
      `current_setting('response.headers', true) as headers, ` +
      `current_setting('response.status', true) as status from (${rows}) as r`,
    parameters,
  };
}

function call(routine: Routine, given: CallArguments, bind: (value: string) => string): string {
  const name = `${quoteIdentifier(routine.schema)}.${quoteIdentifier(routine.name)}`;
  const [only] = routine.parameters;
  const named = routine.parameters.filter((parameter) => given.names.includes(parameter.name));
  if (only && named.length === 0 && takesBody(routine, given)) {
    return `${name}(${bind(given.body)}::text::${only.type})`;
  }
  const list = (value: (name: string, type: string, variadic: boolean) => string) =>
    named.map(({ name, type, variadic }) =>
      `${variadic ? "variadic " : ""}${quoteIdentifier(name)} => ${value(name, type, variadic)}`
    ).join(", ");
  if (given.kind === "text") {
    return `${name}(${
      list((name, type, variadic) => {
        const values = given.values.get(name) ?? [];
        const text = variadic && values.length > 1 ? arrayLiteral(values) : values.at(-1) ?? "";
        return `${bind(text)}::text::${type}`;
      })
    })`;
  }
  if (named.length === 0) return `${name}()`;
  const columns = named.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(", ");
  const expand = given.isArray ? "json_to_recordset" : "json_to_record";
  return `(select * from ${expand}(${bind(given.body)}::text::json) as a(${columns}) limit 1) ` +
    `as given, lateral ${name}(${list((name) => `given.${quoteIdentifier(name)}`)})`;
}

function outputList({ columns }: ResultOptions): string {
  if (!columns) return "*";
  return columns.map(({ name, alias, cast }) =>
    `${quoteIdentifier(name)}${cast ? `::${cast}` : ""} as ${quoteIdentifier(alias ?? name)}`
  ).join(", ");
}

function bodyExpression(routine: Routine, { singular, stripNulls }: BodyForm): string {
  if (routine.returns === "void") return "''";
  if (routine.mediaType !== null) return "min(r.value::text)";
  const row = routine.returns === "composite" ? "r" : "r.value";
  const rows = stripNulls ? `json_strip_nulls(json_agg(${row}))` : `json_agg(${row})`;
  return routine.returnsSet && !singular
    ? `coalesce(${rows}, '[]')::text`
    : `coalesce(${rows} -> 0, 'null')::text`;
}

function arrayLiteral(values: string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, "\\$&")}"`).join(",")}}`;
}
