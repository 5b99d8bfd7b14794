/** The part of a supabase-js client that this client uses. It brings the session of the user. */
export interface SupabaseClientLike {
  readonly functions: {
    invoke(
      name: string,
      options: {
        body?: Record<string, unknown> | Blob;
        method?: "GET" | "POST";
        headers?: Record<string, string>;
        signal?: AbortSignal;
      },
    ): Promise<{ data: unknown; error: unknown; response?: Response }>;
  };
}

/** How to reach a project without supabase-js. */
export interface ProjectAddress {
  /** The project's URL, for example `https://abc.supabase.co` or `http://127.0.0.1:54321`. */
  readonly url: string;
  /** Publishable key, with `accessToken`; or, on a server, the secret key, to act as the service. */
  readonly key: string;
  /** The user's access token, or how to get a current one; asked before every call. */
  readonly accessToken?: string | (() => string | null | Promise<string | null>);
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof fetch;
}

/**
 * Sends a request to a function and gives back its answer; rejects when none arrives.
 *
 * @param name the function, or a path below `/functions/v1`; perhaps with a query string
 * @param body JSON parameters, or bytes whose type the headers tell; null for a GET
 */
export type Send = (
  name: string,
  body: Record<string, unknown> | Blob | null,
  signal?: AbortSignal,
  headers?: Readonly<Record<string, string>>,
) => Promise<Response>;

/** How to send, for either way to reach a project. */
export function sendThrough(connection: SupabaseClientLike | ProjectAddress): Send {
  return "functions" in connection ? throughSupabase(connection) : throughFetch(connection);
}

function throughSupabase({ functions }: SupabaseClientLike): Send {
  return async (name, body, signal, headers) => {
    const { data, error, response } = await functions.invoke(name, {
      ...(body ? { body } : { method: "GET" }),
      ...(headers ? { headers } : {}),
      signal,
    });
    // A successful body has been read, but for a stream; a failed one is still to be read, from the error.
    if (data instanceof Response) return data;
    if (data instanceof Blob || typeof data === "string") {
      return new Response(data, { headers: response?.headers });
    }
    if (!error) return Response.json(data, { headers: response?.headers });
    const context = (error as { context?: unknown }).context;
    if (context instanceof Response) return context;
    throw context ?? error;
  };
}

function throughFetch({ url, key, accessToken, fetch: send }: ProjectAddress): Send {
  return async (name, body, signal, more) => {
    const token = typeof accessToken === "function" ? await accessToken() : accessToken;
    const headers = new Headers({ apikey: key, "content-type": "application/json", ...more });
    if (token) headers.set("authorization", `Bearer ${token}`);
    return await (send ?? fetch)(`${url.replace(/\/+$/, "")}/functions/v1/${name}`, {
      method: body ? "POST" : "GET",
      headers,
      body: body && !(body instanceof Blob) ? JSON.stringify(body) : body,
      signal,
    });
  };
}
