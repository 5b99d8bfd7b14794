import type { Journal } from "../track/journal.ts";
import type { Creation } from "../track/report.ts";
import { background } from "../track/timers.ts";
import { files } from "./files.ts";
import { takeLock } from "./lock.ts";

const SYNC_MS = 200;
const TOUCH_MS = 5000;

/**
 * Starts the file of a run: its creation, then a line for each report and for what is delivered.
 *
 * Each line is with the operating system when its call returns, so that killing the program loses
 * none; several of them are flushed to the disk at once, at most 0.2 seconds later.
 *
 * @throws when the directory cannot be made or written to
 */
export function openJournal(directory: string, creation: Creation): Journal {
  const { fs, path } = files();
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 });
  const name = `${new Date().toISOString().replaceAll(":", "")}-${crypto.randomUUID()}.ndjson`;
  const file = path.join(directory, name);
  const lock = takeLock(file);
  if (!lock) throw new Error(`${file} is locked.`);
  // Whoever looks for files sees it whole, with its first line, or not at all.
  const fd = fs.openSync(`${file}.new`, "a", 0o600);
  fs.writeSync(fd, `${JSON.stringify({ version: 1, creation })}\n`);
  fs.fsyncSync(fd);
  fs.renameSync(`${file}.new`, file);

  let unsynced: { stop(): void } | null = null;
  const write = (line: unknown) => {
    fs.writeSync(fd, `${JSON.stringify(line)}\n`);
    unsynced ??= background(SYNC_MS, () => {
      unsynced = null;
      fs.fdatasync(fd, () => {});
    });
  };
  let touching = background(TOUCH_MS, touch);
  function touch(): void {
    touching = background(TOUCH_MS, touch);
    try {
      lock?.touch();
    } catch {
      // Somebody has removed it; what two send is stored once all the same.
    }
  }
  return {
    append: (report) => write(report),
    created: (execution_id) => write({ execution_id }),
    delivered: (n) => write({ delivered: n }),
    close(isDelivered) {
      touching.stop();
      unsynced?.stop();
      if (isDelivered) fs.rmSync(file, { force: true });
      else fs.fsyncSync(fd);
      fs.closeSync(fd);
      lock.release();
    },
  };
}
