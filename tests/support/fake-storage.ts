/** The host that a fake Hub keeps large files on: it answers GET with one range and refuses all else, as the Hub's does. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { LazyFile } from "./lazy-file.ts";

/** What goes wrong when a file is sent. */
export type Fault = {
  /** End of the path of the files that it happens to; all when not given. */
  readonly path?: string;
  /** How many more times it happens; counted down. Always when not given. */
  times?: number;
} & (
  | { readonly kind: "slow"; readonly bytesPerSecond: number }
  /** The connection breaks off after so many bytes of the answer. */
  | { readonly kind: "cut"; readonly afterBytes: number }
  /** The answer is shorter, or longer where negative, by so many bytes, and says so. */
  | { readonly kind: "short"; readonly byBytes: number }
  /** Status 200 and the whole file, whatever range was asked for. */
  | { readonly kind: "no-ranges" }
  /** Every 1000th byte of the file is another; the length is right. */
  | { readonly kind: "corrupt" }
  /** A page to log in at, with status 200, as networks in hotels send. */
  | { readonly kind: "web-page" }
  | { readonly kind: "status"; readonly status: number }
);

export interface Asked {
  readonly at: "hub" | "storage";
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

/** What is kept of what was asked and sent. */
export interface Sent {
  count(bytes: number): void;
  faults(): readonly Fault[];
  asked(request: Asked): void;
}

export interface Listening {
  readonly origin: string;
  stop(): void;
}

export async function listen(server: Server): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

export interface Storage extends Listening {
  /** @returns the address that the file has from now on, which needs no token, as a signed one of the Hub's */
  put(path: string, file: LazyFile): string;
}

export async function startStorage(sent: Sent): Promise<Storage> {
  const files = new Map<string, LazyFile>();
  const server = createServer((request, response) => {
    sent.asked({ at: "storage", method: request.method ?? "", url: request.url ?? "", headers: request.headers });
    const url = new URL(request.url ?? "/", "http://storage");
    const file = files.get(url.pathname);
    // No Access-Control headers on a refusal: a browser then tells the page nothing.
    if (request.method !== "GET" || !file || url.searchParams.get("X-Signature") !== "fake") {
      return response.writeHead(403).end();
    }
    // A signed address and a token: two ways to be let in.
    if (request.headers.authorization !== undefined)
      return response.writeHead(400).end("Only one auth mechanism allowed");
    response.setHeader("Access-Control-Allow-Origin", "*");
    response.setHeader("Access-Control-Expose-Headers", "*");
    sendFile(request, response, { name: url.pathname, file, sent });
  });
  const listening = await listen(server);
  return {
    ...listening,
    put(path, file) {
      const address = `/${path.split("/").map(encodeURIComponent).join("/")}`;
      files.set(address, file);
      return `${listening.origin}${address}?X-Signature=fake`;
    },
  };
}

/** Answers with a file, or the one range of it that was asked for. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  { name, file, sent }: { readonly name: string; readonly file: LazyFile; readonly sent: Sent },
): ServerResponse {
  const fault = nextFault(sent.faults(), name);
  if (fault?.kind === "status") {
    return response.writeHead(fault.status).end();
  }
  if (fault?.kind === "web-page") {
    return response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Log in</title>");
  }
  const range = fault?.kind === "no-ranges" ? undefined : request.headers.range;
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  const start = Number(first ?? 0);
  let end = last ? Math.min(Number(last) + 1, file.sizeBytes) : file.sizeBytes;
  if (range !== undefined && (first === undefined || start >= end)) {
    return response.writeHead(416, { "content-range": `bytes */${file.sizeBytes}` }).end();
  }
  if (fault?.kind === "short") end -= fault.byBytes;
  response.writeHead(range === undefined ? 200 : 206, {
    "content-type": "binary/octet-stream",
    "content-length": end - start,
    "accept-ranges": fault?.kind === "no-ranges" ? "none" : "bytes",
    ...(range !== undefined && { "content-range": `bytes ${start}-${end - 1}/${file.sizeBytes}` }),
  });
  void pump(response, { file, start, end, fault, sent });
  return response;
}

const CHUNK = 2 ** 18;

interface Part {
  readonly file: LazyFile;
  readonly start: number;
  readonly end: number;
  readonly fault: Fault | undefined;
  readonly sent: Sent;
}

/** Chunk by chunk, so that a fault happens in the middle and a large file is never held whole. */
async function pump(response: ServerResponse, { file, start, end, fault, sent }: Part): Promise<void> {
  // A tenth of a second's worth at a time.
  const chunk = fault?.kind === "slow" ? Math.max(1, Math.min(CHUNK, fault.bytesPerSecond / 10)) : CHUNK;
  const stop = fault?.kind === "cut" ? Math.min(end, start + fault.afterBytes) : end;
  for (let at = start; at < stop && !response.destroyed; ) {
    const next = Math.min(stop, at + Math.ceil(chunk));
    const bytes = new Uint8Array(next - at);
    bytes.set(file.bytes(at, Math.min(next, file.sizeBytes)));
    if (fault?.kind === "corrupt") for (let i = 0; i < bytes.length; i++) if ((at + i) % 1000 === 0) bytes[i]! ^= 0x40;
    sent.count(bytes.length);
    await new Promise<void>((resolve) => {
      response.once("close", resolve);
      response.write(bytes, () => resolve());
    });
    response.removeAllListeners("close");
    if (fault?.kind === "slow")
      await new Promise((resolve) => setTimeout(resolve, (1000 * bytes.length) / fault.bytesPerSecond));
    at = next;
  }
  if (fault?.kind === "cut") response.destroy();
  else response.end();
}

function nextFault(faults: readonly Fault[], path: string): Fault | undefined {
  const fault = faults.find((candidate) => path.endsWith(candidate.path ?? "") && candidate.times !== 0);
  if (fault?.times !== undefined) fault.times--;
  return fault;
}
