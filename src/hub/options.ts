import { HubError } from "./error.ts";

export const HUB = "https://huggingface.co";

export interface HubOptions {
  /** Another server that speaks as the Hub does; it alone is asked. */
  readonly endpoint?: string;
  /** Sent to the endpoint's own origin and to nobody else. Kept nowhere. */
  readonly token?: string;
  /** Ends all that is under way: it then fails with the signal's reason. */
  readonly signal?: AbortSignal;
  readonly get?: (url: string, init?: RequestInit) => Promise<Response>;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * A Hub's address, without a slash at its end.
 *
 * @throws HubError
 */
export function parseEndpoint(text: string): string {
  const address = text.trim();
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "" || url.search || url.hash) {
    throw new HubError("address", `${address || "nothing"}: is no address of a Hub. Write one such as ${HUB}.`);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
}

/**
 * A token as it is sent; undefined for an empty one.
 *
 * @throws HubError where it cannot be one, or could be read on the way
 */
export function parseToken(text: string | undefined, endpoint: string): string | undefined {
  const token = text?.trim() ?? "";
  if (token === "") return undefined;
  // Not shown in the message: it is a secret.
  if (!/^[\x21-\x7e]{1,512}$/.test(token)) {
    throw new HubError("address", "The token is none that a Hub gives out. Copy it again from the Hub's settings.");
  }
  const { protocol, hostname } = new URL(endpoint);
  if (protocol !== "https:" && !LOOPBACK.test(hostname)) {
    throw new HubError(
      "address",
      `${endpoint}: is not encrypted; a token could be read on the way. Use an https address, or no token.`,
    );
  }
  return token;
}
