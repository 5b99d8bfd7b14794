import { fileURLToPath } from "node:url";
import { target } from "../actors.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Runs a task of this repository as it is typed, in a folder of its own. */
export async function runTask(folder: string, env: Record<string, string>, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "--cwd", root, ...args],
    cwd: folder,
    env: { ...env, API_URL: target.apiUrl, INIT_CWD: folder, NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}
