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

/**
 * Unpacks the Chromium that came with npm, once per version, beside the stack's other prepared
 * programs. It brings its own libnss3, libnspr4 and libexpat: a bare glibc Linux is enough.
 *
 * The package by itself would unpack to a fixed name in the folder for temporary files, where an
 * interrupted run leaves half a program and another user can put one of theirs. Here it is unpacked
 * beside its place and moved there when whole.
 *
 * @throws Error when it cannot be unpacked, with the reason.
 */
export async function chromiumProgram(): Promise<ChromiumProgram> {
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
  const staging = await Deno.makeTempDir({ dir: runtimeDir(), prefix: "chromium-" });
  try {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--quiet", import.meta.resolve("./unpack-chromium.ts")],
      // The package adds the libraries only where it believes to be on Amazon's Linux.
      env: { TMPDIR: staging, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" },
      stdout: "null",
      stderr: "piped",
    }).output();
    if (!success) {
      const reason = new TextDecoder().decode(stderr).trim();
      throw new Error(`Chromium could not be unpacked into ${staging}: ${reason}`);
    }
    await Deno.writeTextFile(join(staging, "fonts", "fonts.conf"), fontSettings);
    await Deno.chmod(staging, 0o755);
    await Deno.rename(staging, dir).catch(async (error) => {
      // Another process was faster: its copy is as good.
      if (!await isThere(dir)) throw error;
    });
  } finally {
    await Deno.remove(staging, { recursive: true }).catch(() => {});
  }
}
