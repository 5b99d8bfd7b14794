import type { Routine } from "./routine.ts";

/** The form of the body that the client accepts and the function can give. */
export interface Accepted {
  contentType: string;
  /** One object, not an array. */
  singular: boolean;
  stripNulls: boolean;
  /** The body is bytes, which the database hands over in hexadecimal. */
  binary: boolean;
}

const JSON_TYPES = new Set(["*/*", "application/*", "application/json"]);
const OBJECT = "application/vnd.pgrst.object";
const ARRAY = "application/vnd.pgrst.array";

/** Chooses the first form in the `Accept` header that can be given; null when none can. */
export function accept(header: string | null, routine: Routine): Accepted | null {
  for (const item of (header ?? "*/*").split(",")) {
    const [mediaType = "", ...parameters] = item.split(";").map((part) => part.trim());
    const stripNulls = parameters.includes("nulls=stripped");
    if (routine.mediaType !== null) {
      const own = routine.mediaType;
      if (own === "*/*" || mediaType === "*/*" || mediaType === own) return rawForm(own);
    } else if (JSON_TYPES.has(mediaType)) {
      return form("application/json", false, stripNulls);
    } else if (mediaType === OBJECT || mediaType === `${OBJECT}+json`) {
      return form(`${OBJECT}+json`, true, stripNulls);
    } else if (mediaType === ARRAY || mediaType === `${ARRAY}+json`) {
      return form(stripNulls ? `${ARRAY}+json` : "application/json", false, stripNulls);
    }
  }
  return null;
}

function form(mediaType: string, singular: boolean, stripNulls: boolean): Accepted {
  const suffix = stripNulls ? ";nulls=stripped" : "";
  return {
    contentType: `${mediaType}${suffix}; charset=utf-8`,
    singular,
    stripNulls,
    binary: false,
  };
}

function rawForm(mediaType: string): Accepted {
  const text = mediaType.startsWith("text/") || mediaType === "application/json";
  return {
    contentType: text ? `${mediaType}; charset=utf-8` : mediaType,
    singular: false,
    stripNulls: false,
    binary: mediaType === "application/octet-stream",
  };
}
