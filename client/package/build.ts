/**
 * `deno task client:build [folder]` writes what is published: `npm/` with JavaScript modules and
 * their declarations, `jsr/` with the TypeScript itself.
 */
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { denoJson, packageJson } from "./manifest.ts";
import { printApi } from "./print-api.ts";

const client = fileURLToPath(new URL("../", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
const target = Deno.args[0] ?? `${root}.runtrail/packages`;
const [npm, jsr] = [`${target}/npm`, `${target}/jsr`];

/** Tests and what only they and this program need stay here. */
function isPublished(path: string): boolean {
  return path.endsWith(".ts") && !path.endsWith("_test.ts") &&
    !/(^|\/)(test-[^/]*|testing\/.*|package\/.*)$/.test(path);
}

/** The published sources below a folder of the client. */
async function sources(below: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(client + below)) {
    const path = `${below}${name}`;
    if (isDirectory) found.push(...await sources(`${path}/`));
    else if (isPublished(path)) found.push(path);
  }
  return found;
}

const options: ts.CompilerOptions = {
  declaration: true,
  isolatedDeclarations: true,
  module: ts.ModuleKind.ESNext,
  rewriteRelativeImportExtensions: true,
  target: ts.ScriptTarget.ES2022,
  verbatimModuleSyntax: true,
};

/** Writes JavaScript and declarations of a source. It is checked already: `deno check` did. */
async function compile(path: string): Promise<void> {
  const source = await Deno.readTextFile(`${jsr}/${path}`);
  const code = ts.transpileModule(source, { compilerOptions: options, fileName: path });
  const types = ts.transpileDeclaration(source, {
    ...{ compilerOptions: options, fileName: path, reportDiagnostics: true },
  });
  const complaints = [...types.diagnostics ?? [], ...code.diagnostics ?? []];
  if (complaints.length > 0) {
    const said = complaints.map(({ messageText, start = 0 }) =>
      `${path}, at ${JSON.stringify(source.slice(start, start + 40))}: ` +
      ts.flattenDiagnosticMessageText(messageText, "\n")
    );
    throw new Error(said.join("\n"));
  }
  const base = `${npm}/${path.replace(/\.ts$/, "")}`;
  await Deno.mkdir(dirname(base), { recursive: true });
  await Deno.writeTextFile(`${base}.js`, code.outputText);
  // Unlike in the code, TypeScript leaves them as they are in declarations.
  const declared = types.outputText.replace(/(["']\.{1,2}\/[^"']+)\.ts(?=["'])/g, "$1.js");
  await Deno.writeTextFile(`${base}.d.ts`, declared);
}

async function writeBeside(folder: string, name: string, manifest: unknown): Promise<void> {
  await Deno.writeTextFile(`${folder}/${name}`, `${JSON.stringify(manifest, null, 2)}\n`);
  await Deno.copyFile(`${root}LICENSE`, `${folder}/LICENSE`);
  await Deno.copyFile(`${client}package/README.md`, `${folder}/README.md`);
}

await Deno.remove(target, { recursive: true }).catch(() => {});
const paths = await sources("");
for (const path of paths) {
  await Deno.mkdir(dirname(`${jsr}/${path}`), { recursive: true });
  await Deno.copyFile(client + path, `${jsr}/${path}`);
}
await Deno.writeTextFile(`${jsr}/api.ts`, printApi(`${client}api.ts`));
for (const path of paths) await compile(path);
await writeBeside(jsr, "deno.json", denoJson);
await writeBeside(npm, "package.json", packageJson);
console.log(`Wrote ${npm} and ${jsr}`);
