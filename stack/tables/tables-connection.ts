import { PostgresConnection } from "@supabase/lite/postgres";
import { CompiledQuery } from "kysely";
import { requestStore } from "./request-store.ts";

/**
 * Lite's connection, with the one method replaced that decides whose rights a request has.
 *
 * Lite's own grants everything on every table to anon and authenticated on its first request, and
 * stays the connection's own role when no table has row level security. Here a request always runs
 * as its role, with the settings and variables that PostgREST gives it, and nothing is granted.
 */
export class TablesConnection extends PostgresConnection {
  override async withContext<T>(
    _vars: unknown,
    run: (db: PostgresConnection["kysely"]) => Promise<T>,
  ): Promise<T> {
    const request = requestStore.getStore();
    if (!request) throw new Error("A table was asked for outside of a request.");
    const { text, parameters } = request.session;
    try {
      return await this.kysely.transaction().execute(async (db) => {
        await db.executeQuery(CompiledQuery.raw(text, parameters));
        const result = await run(db);
        // PostgREST answers 406 to a write that matched several rows, and then writes none.
        if (result instanceof Response && !result.ok) throw new Refused(result);
        return result;
      });
    } catch (error) {
      if (error instanceof Refused) return error.response as T;
      request.failure = error;
      throw error;
    }
  }
}

/** Ends a transaction without committing, carrying the answer out of it. */
class Refused {
  constructor(readonly response: Response) {}
}
