import { join } from "node:path";
import { runtimeDir } from "../stack/runtime-dir.ts";

/** A Chromium that can be started. */
export interface ChromiumProgram {
  path: string;
  /** What it needs in its environment to find its own libraries and fonts. */
  env: Record<string, string>;
}

// Only the package's own font is offered, so that a page looks the same on every machine.
const fontSettings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir></fontconfig>
`;

const ownProgram = "RUNTRAIL_CHROMIUM";

/**
 * Unpacks the Chromium that came with npm, once per version, beside the stack's other prepared
 * programs. It brings its own libnss3, libnspr4 and libexpat: a bare glibc Linux is enough.
 *
 * The package by itself would unpack to a fixed name in the folder for temporary files, where an
 * interrupted run leaves half a program and another user can put one of theirs. Here it is unpacked
 * beside its place and moved there when whole.
 *
 * RUNTRAIL_CHROMIUM names another Chromium or Chrome to use, where the package's does not run.
 *
 * @throws Error when it does not run here or cannot be unpacked, with the reason.
 */
export async function chromiumProgram(): Promise<ChromiumProgram> {
  const own = Deno.env.get(ownProgram);
  if (own) return { path: own, env: {} };
  const { os, arch } = Deno.build;
  if (os !== "linux" || arch !== "x86_64") {
    throw new Error(
      `The Chromium from npm runs on Linux with an x86-64 processor; this is ${os} on ${arch}. ` +
        `Set ${ownProgram} to the path of a Chromium or Chrome of yours.`,
    );
  }
  const dir = join(runtimeDir(), `chromium-${await packageVersion()}`);
  if (!await isThere(dir)) await unpackInto(dir);
  return {
    path: join(dir, "chromium"),
    env: { LD_LIBRARY_PATH: join(dir, "al2023", "lib"), FONTCONFIG_PATH: join(dir, "fonts") },
  };
}

async function packageVersion(): Promise<string> {
  const manifest = new URL("../package.json", import.meta.resolve("@sparticuz/chromium"));
  const { version }: { version: string } = JSON.parse(await Deno.readTextFile(manifest));
  return version;
}

async function isThere(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function unpackInto(dir: string): Promise<void> {
  // A second process waits here, and then finds the work done.
  using lock = await Deno.open(`${dir}.lock`, { create: true, write: true });
  await lock.lock(true);
  if (await isThere(dir)) return;
  const unfinished = `${dir}.new`;
  if (await isThere(unfinished)) await Deno.remove(unfinished, { recursive: true });
  await Deno.mkdir(unfinished);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", import.meta.resolve("./unpack-chromium.ts")],
    // The package adds the libraries only where it believes to be on Amazon's Linux.
    env: { TMPDIR: unfinished, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) {
    const reason = new TextDecoder().decode(stderr).trim();
    throw new Error(`Chromium could not be unpacked into ${unfinished}: ${reason}`);
  }
  await Deno.writeTextFile(join(unfinished, "fonts", "fonts.conf"), fontSettings);
  await Deno.rename(unfinished, dir);
}
