import { contract } from "../contract.ts";
import { parameterKinds } from "../parameter-kinds.ts";
import { type Performer, replyOf } from "../perform.ts";
import { readObject } from "../read-object.ts";
import { readParameters } from "../read-parameters.ts";
import { refuse, succeed } from "../result.ts";
import { validate } from "../validate.ts";

const operation = contract.visualViewer;
const kinds = parameterKinds(operation.input);

/**
 * Sends a browser to the player page with the session's id behind a `#`, which no server sees. It asks
 * for no credentials (a link has none) and looks nothing up: the page does, as whoever signs in there.
 */
export const visualViewer: Performer = async (request, _requestId, inPath) => {
  const sent = await readParameters(request, kinds, inPath, readObject);
  if (!sent.ok) return sent;
  const checked = validate(operation.input, sent.value.parameters);
  if (!checked.ok) return checked;
  const page = Deno.env.get("RUNTRAIL_PLAYER_URL");
  if (!page) {
    return refuse(
      "player_not_configured",
      "This installation has no player page. Set RUNTRAIL_PLAYER_URL of its functions to the page's address.",
    );
  }
  const { session_id } = checked.value;
  const player_url = `${page}#session=${session_id}`;
  if (request.method === "GET") {
    return succeed({ status: 302, body: null, headers: { location: player_url } });
  }
  const text = JSON.stringify({ session_id, player_url });
  return succeed(replyOf(operation, { text, headers: new Headers() }, 0));
};
