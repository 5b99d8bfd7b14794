/** A lock that the system gives back when its holder ends, even by `kill -9`. */
export interface FileLock {
  release(): void;
}

/**
 * Takes an exclusive lock on a file, made when absent; null when another process holds it.
 * The file's identity is compared afterwards, because the previous holder may have removed the
 * folder between our opening and locking it.
 */
export function lockFile(path: string): FileLock | null {
  for (;;) {
    const file = openOrNull(path);
    if (file === null) return null;
    if (!file.tryLockSync(true)) {
      file.close();
      return null;
    }
    if (isStillAt(path, file)) return { release: () => file.close() };
    file.close();
  }
}

/** Null when the folder has just been removed by its last holder: taken as held for now. */
function openOrNull(path: string): Deno.FsFile | null {
  try {
    return Deno.openSync(path, { create: true, write: true });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

function isStillAt(path: string, file: Deno.FsFile): boolean {
  try {
    return Deno.statSync(path).ino === file.statSync().ino;
  } catch {
    return false;
  }
}
