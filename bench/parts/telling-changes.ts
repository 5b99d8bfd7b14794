import type { BenchStack } from "../bench-stack.ts";

/** Measures while changes are told on channels, or while they are not; they are afterwards. */
export async function tellingChanges<Result>(
  { admin }: BenchStack,
  isOn: boolean,
  measured: () => Promise<Result>,
): Promise<Result> {
  await admin`update private.settings set broadcasts_changes = ${isOn}`;
  try {
    return await measured();
  } finally {
    await admin`update private.settings set broadcasts_changes = true`;
  }
}
