import assert from "node:assert/strict";
import { contract } from "../contract.ts";
import { endpoint } from "../endpoint.ts";
import { visualViewer } from "./visual-viewer.ts";

const view = endpoint(contract.visualViewer, visualViewer);
const PAGE = "https://player.example.com/";

async function withPage<T>(page: string | null, use: () => Promise<T>): Promise<T> {
  if (page) Deno.env.set("RUNTRAIL_PLAYER_URL", page);
  try {
    return await use();
  } finally {
    Deno.env.delete("RUNTRAIL_PLAYER_URL");
  }
}

const get = (query: string) => view(new Request(`http://localhost/visual-viewer${query}`));

Deno.test("visualViewer redirects whoever asks to the player page, and asks nobody", async () => {
  await withPage(PAGE, async () => {
    const response = await get("?session_id=visual-1");
    assert.equal(response.status, 302);
    assert.equal(response.headers.get("location"), `${PAGE}#session=visual-1`);
    assert.equal(response.headers.get("cache-control"), "no-store");
    assert.equal(await response.text(), "");
  });
});

Deno.test("visualViewer tells the page's address to who posts", async () => {
  await withPage(PAGE, async () => {
    const body = JSON.stringify({ session_id: "visual-1" });
    const response = await view(
      new Request("http://localhost/visual-viewer", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      }),
    );
    assert.deepEqual(await response.json(), {
      success: true,
      session_id: "visual-1",
      player_url: `${PAGE}#session=visual-1`,
      message: "Page found.",
    });
  });
});

Deno.test("visualViewer takes no session that is none, so that nothing else gets behind the #", async () => {
  await withPage(PAGE, async () => {
    for (const query of ["", "?session_id=", "?session_id=a%26b", "?session_id=%0d%0aX:1"]) {
      const response = await get(query);
      assert.deepEqual(
        [response.status, (await response.json()).code, response.headers.get("location")],
        [400, "invalid_parameter", null],
      );
    }
  });
});

Deno.test("visualViewer answers 404 player_not_configured without a page", async () => {
  await withPage(null, async () => {
    const response = await get("?session_id=visual-1");
    assert.deepEqual([response.status, (await response.json()).code], [
      404,
      "player_not_configured",
    ]);
  });
});
