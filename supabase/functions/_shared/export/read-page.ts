import type * as z from "zod";
import type { contract } from "../contract.ts";
import { refuse, type Result, succeed } from "../result.ts";
import { unescapeJson } from "./unescape-json.ts";

type Answer = z.output<typeof contract.exportExecutions.output>;

/** What one call of the SQL function gives, its content still to come. */
export interface Page extends Omit<Answer, "content"> {
  /** The lines, as bytes. Throws when they are cut off. */
  readonly content: AsyncGenerator<Uint8Array<ArrayBuffer>, void>;
}

const CONTENT = '"content":"';

/** Reads an answer of the SQL function up to its content, which comes last. */
export async function readPage(response: Response): Promise<Result<Page>> {
  try {
    return succeed(await readHead(response));
  } catch (error) {
    return refuse("database_unavailable", "The database's answer broke off. Try again.", {
      log: `${error}`,
    });
  }
}

async function readHead({ body }: Response): Promise<Page> {
  if (!body) throw new Error("the answer has no body");
  const pieces = body.values();
  const decoder = new TextDecoder("latin1");
  let begun = "";
  for (;;) {
    const { done, value } = await pieces.next();
    if (done) throw new Error("the answer has no content");
    begun += decoder.decode(value);
    const at = begun.indexOf(CONTENT);
    if (at < 0) continue;
    const start = at + CONTENT.length;
    const rest = value.subarray(value.length - (begun.length - start));
    return {
      ...JSON.parse(`${begun.slice(0, start)}"}`) as Omit<Answer, "content">,
      content: contentOf(rest, pieces),
    };
  }
}

async function* contentOf(
  rest: Uint8Array<ArrayBuffer>,
  pieces: AsyncIterator<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  async function* all() {
    yield rest;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  if (!(yield* unescapeJson(all()))) throw new Error("the answer was cut off");
}
