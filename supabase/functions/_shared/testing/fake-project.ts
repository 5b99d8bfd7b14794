import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

/** One call that the SQL side received. */
export interface RpcCall {
  readonly path: string;
  readonly headers: Headers;
  /** The body, as text. */
  readonly text: string;
}

/** A project whose REST API answers what a test tells it, with real keys and real tokens. */
export interface FakeProject extends AsyncDisposable {
  /** What arrived, oldest first. */
  readonly calls: RpcCall[];
  /** What the REST API answers from now on. */
  answer: (call: RpcCall) => Response | Promise<Response>;
  readonly publishableKey: string;
  readonly secretKey: string;
  /** An access token of {@link USER}; claims replace the usual ones. */
  token(claims?: JWTPayload): Promise<string>;
  /** A token of the same form that another project signed. */
  forgedToken(): Promise<string>;
}

/** The user of {@link FakeProject.token}. */
export const USER = "7b0f5c9e-6a0b-4f0a-9a39-1d5a0b2c3d4e";

const KEYS = { publishableKey: "sb_publishable_fake", secretKey: "sb_secret_fake" };

/** Starts a project and points the functions' environment at it. */
export async function startFakeProject(): Promise<FakeProject> {
  const [own, foreign] = await Promise.all([newKey(), newKey()]);
  const calls: RpcCall[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname: path } = new URL(request.url);
    const call = { path, headers: request.headers, text: await request.text() };
    calls.push(call);
    return project.answer(call);
  });
  const environment = {
    SUPABASE_URL: `http://127.0.0.1:${server.addr.port}`,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: KEYS.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: "sb_secret_other", runner: KEYS.secretKey }),
    SUPABASE_JWKS: JSON.stringify({ keys: [own.jwk] }),
  };
  for (const [name, value] of Object.entries(environment)) Deno.env.set(name, value);
  const project: FakeProject = {
    ...KEYS,
    calls,
    answer: () => Response.json({}),
    token: (claims = {}) => sign(own.privateKey, claims),
    forgedToken: () => sign(foreign.privateKey, {}),
    async [Symbol.asyncDispose]() {
      for (const name of Object.keys(environment)) Deno.env.delete(name);
      await server.shutdown();
    },
  };
  return project;
}

async function newKey() {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { privateKey, jwk: { ...await exportJWK(publicKey), kid: "own", alg: "ES256" } };
}

function sign(key: CryptoKey, claims: JWTPayload): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const usual = { sub: USER, role: "authenticated", aud: "authenticated", iat: now };
  return new SignJWT({ ...usual, exp: now + 3600, ...claims })
    .setProtectedHeader({ alg: "ES256", kid: "own", typ: "JWT" }).sign(key);
}
