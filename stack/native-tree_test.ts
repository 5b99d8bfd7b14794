import assert from "node:assert/strict";
import { join } from "node:path";
import { prepareNativeTree } from "./native-tree.ts";

const names = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("prepareNativeTree() waits for another start that builds, and takes what it has built", async () => {
  const parent = await Deno.makeTempDir();
  try {
    const building = await Deno.open(join(parent, "tree.lock"), { create: true, write: true });
    await building.lock(true);
    const waiting = Promise.all([prepareNativeTree(parent), prepareNativeTree(parent)]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(names(parent), ["tree.lock"]);
    building.close();
    const [tree, other] = await waiting;
    assert.equal(tree, other);
    assert.equal(names(parent).length, 2);
    const built = Deno.statSync(join(tree, "complete")).ino;
    assert.equal(await prepareNativeTree(parent), tree);
    assert.equal(Deno.statSync(join(tree, "complete")).ino, built);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});

Deno.test("prepareNativeTree() builds anew what a cleaner of temporary folders has thinned out", async () => {
  const parent = await Deno.makeTempDir();
  try {
    const tree = await prepareNativeTree(parent);
    await Deno.remove(join(tree, "bin/initdb"));
    assert.equal(await prepareNativeTree(parent), tree);
    assert.ok((await Deno.stat(join(tree, "bin/initdb"))).isFile);
    assert.equal(names(parent).length, 2);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
});
