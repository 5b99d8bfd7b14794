import config from "../../deno.json" with { type: "json" };

const version = "0.1.0";
const license = "Apache-2.0";
const description =
  "Record, track and read the runs of workflows with Runtrail: a typed client for Node, Deno and browsers.";

/** What a package can be imported by, and the file behind it. */
export const entries = { ".": "mod", "./spill": "spill", "./playwright": "playwright/mod" };

const pinned = (name: keyof typeof config.imports) => config.imports[name].split("@").at(-1);
const rrweb = pinned("rrweb");
const hashes = pinned("@noble/hashes");

/** `package.json` of the npm package. */
export const packageJson = {
  ...{ name: "@runtrail/client", version, description, license, type: "module" },
  sideEffects: false,
  engines: { node: ">=20.16" },
  exports: Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, {
      types: `./${file}.d.ts`,
      default: `./${file}.js`,
    }]),
  ),
  dependencies: { "@noble/hashes": hashes, rrweb },
  // For "@runtrail/client/playwright" only.
  peerDependencies: { "playwright-core": ">=1.50.0" },
  peerDependenciesMeta: { "playwright-core": { optional: true } },
};

/** `deno.json` of the JSR package. */
export const denoJson = {
  ...{ name: "@runtrail/client", version, license },
  exports: Object.fromEntries(
    Object.entries(entries).map(([name, file]) => [name, `./${file}.ts`]),
  ),
  imports: {
    "@noble/hashes": `npm:@noble/hashes@${hashes}`,
    "rrweb": `npm:rrweb@${rrweb}`,
    "playwright-core": config.imports["playwright-core"],
  },
};
