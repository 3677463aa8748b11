/** A server that speaks as the Hugging Face Hub does, without any of its content; the storage that it redirects to is fake-storage.ts. */
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";
import { type Asked, type Fault, listen, type Sent, sendFile, startStorage } from "./fake-storage.ts";
import { fileOf, type LazyFile, sha256Of } from "./lazy-file.ts";

export type { Asked, Fault } from "./fake-storage.ts";

type Content = ArrayBuffer | Uint8Array | string | LazyFile;

export interface FakeRepository {
  /** By revision, then by path. A revision can also be asked for by its commit, see `commitOf`. */
  readonly revisions: Readonly<Record<string, Readonly<Record<string, Content>>>>;
  /** What the card says, as the Hub's API gives it. */
  readonly cardData?: unknown;
  /** `private`: not even there without the token. `gated`: listed for all, its files are refused without the token. */
  readonly access?: "private" | "gated";
}

export interface FakeHubOptions {
  /** By OWNER/NAME. */
  readonly models?: Readonly<Record<string, FakeRepository>>;
  /** Opens what is private or gated; any other is refused. */
  readonly token?: string;
  /** Files on one page of a list. */
  readonly pageSize?: number;
  /** Whether storage answers ranges. */
  readonly hasRanges?: boolean;
  /** The server that the second page of a list is said to be on. */
  readonly nextOrigin?: string;
  /** Whether every page of a list names another. */
  readonly isEndless?: boolean;
}

export interface FakeHub {
  readonly endpoint: string;
  /** Origin of the storage that files are redirected to: another one than the endpoint's. */
  readonly storage: string;
  /** Paths that the Hub itself was asked for, with their queries. */
  readonly asked: string[];
  /** All that the Hub and the storage were asked, preflights included, with the headers that matter. */
  readonly requests: Asked[];
  /** Bytes of files that were sent. */
  sentBytes: number;
  /** What goes wrong with files from now on; can be changed while the test runs. The first that fits a request holds. */
  faults: Fault[];
  /** Ends the servers at once, as if the network went. */
  stop(): void;
}

/** The commit that a revision stands for: 40 hex digits. */
export function commitOf(repository: string, revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision)
    ? revision
    : createHash("sha1").update(`${repository}@${revision}`).digest("hex");
}

const EXPOSED =
  "X-Repo-Commit,X-Request-Id,X-Error-Code,X-Error-Message,X-Total-Count,ETag,Link,Accept-Ranges,Content-Range,X-Linked-Size,X-Linked-ETag,X-Xet-Hash";
/** What a page of another origin may send; others make the preflight fail. */
const ALLOWED = new Set(["authorization", "range", "content-type"]);

/** What the Hub keeps in its storage; the rest it sends itself. */
const IS_LARGE = /\.(safetensors|bin|h5|msgpack|parquet|model|onnx)$/;

/**
 * A Hub with these data sets and `models`; it goes when the test is over.
 *
 * @param datasets by OWNER/NAME
 */
export async function fakeHub(
  datasets: Readonly<Record<string, FakeRepository>>,
  options: FakeHubOptions = {},
): Promise<FakeHub> {
  const hub: FakeHub = {
    endpoint: "",
    storage: "",
    asked: [],
    requests: [],
    sentBytes: 0,
    faults: options.hasRanges === false ? [{ kind: "no-ranges" }] : [],
    stop: () => {},
  };
  const sent: Sent = {
    count: (bytes) => {
      hub.sentBytes += bytes;
    },
    faults: () => hub.faults,
    asked: (request) => hub.requests.push(request),
  };
  const storage = await startStorage(sent);
  const server = createServer((request, response) => {
    sent.asked({ at: "hub", method: request.method ?? "", url: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  const listening = await listen(server);
  Object.assign(hub, {
    endpoint: listening.origin,
    storage: storage.origin,
    stop: () => {
      listening.stop();
      storage.stop();
    },
  });
  onTestFinished(() => hub.stop());
  return hub;

  function answer(request: IncomingMessage, response: ServerResponse): ServerResponse {
    const url = new URL(request.url ?? "/", hub.endpoint);
    hub.asked.push(url.pathname + url.search);
    response.setHeader("Vary", "Origin");
    response.setHeader("Access-Control-Allow-Origin", request.headers.origin ?? "https://huggingface.co");
    response.setHeader("Access-Control-Expose-Headers", EXPOSED);
    if (request.method === "OPTIONS") return preflight(request, response);
    const fail = (status: number, code: string, message: string): ServerResponse => {
      response.writeHead(status, {
        "X-Error-Code": code,
        "X-Error-Message": message,
        "content-type": "application/json",
      });
      return response.end(JSON.stringify({ error: message }));
    };
    if (request.method !== "GET") return fail(405, "MethodNotAllowed", "This server is only asked with GET");
    const authorization = request.headers.authorization;
    const isKnown = options.token !== undefined && authorization === `Bearer ${options.token}`;
    if (authorization !== undefined && !isKnown)
      return fail(401, "InvalidToken", "Invalid credentials in Authorization header");

    const api = /^\/api\/(datasets|models)\/([^/]+\/[^/]+)\/(tree|revision)\/([^/]+)$/.exec(url.pathname);
    const files = /^\/(?:api\/resolve-cache\/)?(datasets\/)?([^/]+\/[^/]+)\/(resolve)\/([^/]+)\/(.+)$/.exec(
      url.pathname,
    );
    const [, kind = "", name = "", verb = "", encoded = "", path = ""] = api ?? files ?? [];
    const all = kind.startsWith("datasets") ? datasets : (options.models ?? {});
    const repository = Object.hasOwn(all, name) ? all[name] : undefined;
    if (!repository || (repository.access === "private" && !isKnown)) {
      // The real one tells nobody whether a name is private or free.
      return isKnown
        ? fail(404, "RepoNotFound", "Repository not found")
        : fail(401, "RepoNotFound", "Invalid username or password.");
    }
    const revision = decodeURIComponent(encoded);
    const branch = Object.keys(repository.revisions).find(
      (key) => key === revision || commitOf(name, key) === revision,
    );
    if (branch === undefined) return fail(404, "RevisionNotFound", `Invalid rev id: ${revision}`);
    const commit = commitOf(name, branch);
    const held = repository.revisions[branch]!;
    if (verb === "revision") {
      const siblings = Object.keys(held).map((rfilename) => ({ rfilename }));
      return json(response, { id: name, sha: commit, siblings, cardData: repository.cardData });
    }
    if (verb === "tree") return tree(response, url, held);
    response.setHeader("X-Repo-Commit", commit);
    if (repository.access === "gated" && !isKnown) {
      const status = authorization === undefined ? 401 : 403;
      return fail(status, "GatedRepo", `Access to model ${name} is restricted.`);
    }
    const wanted = path.split("/").map(decodeURIComponent).join("/");
    if (!Object.hasOwn(held, wanted)) return fail(404, "EntryNotFound", "Entry not found");
    const file = lazy(held[wanted]!);
    if (IS_LARGE.test(wanted)) {
      const location = storage.put(`${name}/${commit}/${wanted}`, file);
      response.writeHead(302, {
        location,
        "X-Linked-Size": file.sizeBytes,
        "X-Linked-ETag": `"${hashOf(file)}"`,
        "Accept-Ranges": "bytes",
      });
      return response.end();
    }
    if (!url.pathname.startsWith("/api/resolve-cache/")) {
      return response.writeHead(307, { location: `/api/resolve-cache${url.pathname}${url.search}` }).end();
    }
    return sendFile(request, response, { name: wanted, file, sent });
  }

  function tree(response: ServerResponse, url: URL, held: Readonly<Record<string, Content>>): ServerResponse {
    const { pageSize = 2, nextOrigin, isEndless } = options;
    const listed = [
      { type: "directory", oid: "0", path: "folder", size: 0 },
      ...Object.entries(held).map(([path, content]) => entryOf(path, lazy(content))),
    ];
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const next = `${nextOrigin ?? hub.endpoint}${url.pathname}?recursive=true&cursor=${from + pageSize}`;
    if (isEndless || from + pageSize < listed.length) response.setHeader("Link", `<${next}>; rel="next"`);
    return json(response, listed.slice(from, from + pageSize));
  }
}

function preflight(request: IncomingMessage, response: ServerResponse): ServerResponse {
  const wanted = (request.headers["access-control-request-headers"] ?? "").split(",").map((name) => name.trim());
  if (wanted.every((name) => name === "" || ALLOWED.has(name.toLowerCase()))) {
    response.setHeader("Access-Control-Allow-Headers", [...ALLOWED].join(","));
  }
  return response.writeHead(204).end();
}

function entryOf(path: string, file: LazyFile): Record<string, unknown> {
  const size = file.sizeBytes;
  const entry = { type: "file", oid: createHash("sha1").update(path).digest("hex"), size, path };
  return IS_LARGE.test(path) ? { ...entry, lfs: { oid: hashOf(file), size, pointerSize: 134 } } : entry;
}

function json(response: ServerResponse, value: unknown): ServerResponse {
  return response.writeHead(200, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(value));
}

const held = new WeakMap<object, LazyFile>();

/** The same file for the same content, so that it is hashed once. */
function lazy(content: Content): LazyFile {
  if (typeof content === "string") return fileOf(content);
  if ("sizeBytes" in content) return content;
  const known = held.get(content) ?? fileOf(content);
  held.set(content, known);
  return known;
}

const hashes = new WeakMap<LazyFile, string>();

function hashOf(file: LazyFile): string {
  const hash = hashes.get(file) ?? sha256Of(file);
  hashes.set(file, hash);
  return hash;
}
