/** What the stack signs and accepts. Everything here is published: for development only. */
export interface DevKeys {
  /** Stands for the role `anon`; may be shipped to browsers. */
  publishable: string;
  /** Stands for `service_role`; refused from browsers, as on hosted projects. */
  secret: string;
  /** The private ES256 key that signs access tokens, with its `kid`. */
  signingKey: JsonWebKey & { kid: string };
  /** The public half, as served at `/auth/v1/.well-known/jwks.json`. */
  jwks: { keys: (JsonWebKey & { kid: string })[] };
}

const publicKey = {
  kty: "EC",
  crv: "P-256",
  alg: "ES256",
  use: "sig",
  kid: "7d2c1f0e-5a64-4b1d-9d7e-6c0f3a8b9e21",
  x: "mFsrBqZm7_BukN1l6619frQluv0m-Dz7dsFoT81XFoA",
  y: "qlCosnpYOj3iAUfIjr7gGR-X2pwxCjEdEgSctVxcqQg",
  key_ops: ["verify"],
};

/**
 * The keys of every local stack: DEVELOPMENT ONLY. They are the same on every machine and known to
 * anyone who can read this file, so that examples, tests and saved requests work on all of them;
 * the gateway that accepts them listens on the loopback interface only. A deployed project has its
 * own keys and never sees these.
 */
export const devKeys: DevKeys = {
  publishable: "sb_publishable_LocalDevelopmentOnly00_00000000",
  secret: "sb_secret_LocalDevelopmentOnly00_00000000",
  signingKey: {
    ...publicKey,
    d: "3SLbvcfa0nSWY7GiQwN5T8Hj4NYDs3v26CkuBInf-jQ",
    key_ops: ["sign"],
  },
  jwks: { keys: [publicKey] },
};
