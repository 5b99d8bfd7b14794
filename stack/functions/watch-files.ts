import { basename, dirname } from "node:path";

/** A running watch. */
export interface FileWatch {
  /** Ends the watch; no call follows. */
  stop(): void;
}

/**
 * Calls `onChange` for each change below the folder `dir` and to each of the single `files`.
 *
 * Single files are watched through their folder: editors replace a file by renaming another over
 * it, and a watch on the file itself would stay with the one that was replaced.
 *
 * @param onFailure told in a sentence when the system refuses the watch; nothing else happens then
 */
export function watchFiles(
  options: {
    dir: string;
    files: string[];
    onChange: () => void;
    onFailure: (message: string) => void;
  },
): FileWatch {
  const watchers: Deno.FsWatcher[] = [];

  async function report(watcher: Deno.FsWatcher, wanted: (path: string) => boolean) {
    for await (const event of watcher) {
      if (event.kind !== "access" && event.paths.some(wanted)) options.onChange();
    }
  }

  try {
    const folder = Deno.watchFs(options.dir, { recursive: true });
    watchers.push(folder);
    report(folder, () => true);
    for (const file of options.files) {
      const parent = Deno.watchFs(dirname(file), { recursive: false });
      watchers.push(parent);
      report(parent, (path) => basename(path) === basename(file));
    }
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    options.onFailure(
      `changes in ${options.dir} are not noticed (${cause}); restart the stack to load them`,
    );
  }
  return { stop: () => watchers.forEach((watcher) => watcher.close()) };
}
