import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { filesBelow } from "../files-below.ts";
import { untar } from "./untar.ts";

/** A control or script file of an extension. */
export interface ExtensionFile {
  name: string;
  data: Uint8Array;
}

/** Where a Postgres installation keeps them. */
export const extensionFolder = "share/postgresql/extension";

const ours = fileURLToPath(new URL("../extensions/", import.meta.url));

/** What Postgres' own package lacks: pgTAP from npm, and the stand-ins of stack/extensions. */
export async function extensionFiles(): Promise<ExtensionFile[]> {
  return [...await pgtapFiles(), ...shimFiles()];
}

async function pgtapFiles(): Promise<ExtensionFile[]> {
  const archive = new URL("pgtap.tar.gz", import.meta.resolve("pgtap"));
  const entries = await untar(await Deno.readFile(archive));
  return entries.filter(({ name }) => name.startsWith(`${extensionFolder}/`))
    .map(({ name, data }) => trust(name.slice(extensionFolder.length + 1), data));
}

function shimFiles(): ExtensionFile[] {
  return filesBelow(ours).filter((name) => /\.(control|sql)$/.test(name))
    .map((name) => trust(name, Deno.readFileSync(join(ours, name))));
}

/** `create extension` by the role postgres, not a superuser, needs a trusted extension. */
function trust(name: string, data: Uint8Array): ExtensionFile {
  const text = name.endsWith(".control") ? new TextDecoder().decode(data) : "trusted";
  if (/^\s*trusted\b/m.test(text)) return { name, data };
  return { name, data: new TextEncoder().encode(`${text}\ntrusted = true\n`) };
}
