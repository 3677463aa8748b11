import { z } from "zod";
import type { RandomAccess } from "./access.ts";
import { HubError } from "./error.ts";
import type { HubOptions } from "./options.ts";
import { HubServer } from "./server.ts";

export type RepositoryKind = "datasets" | "models";

export interface HubFile {
  /** Below the repository, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** 64 hex digits; absent for small files, of which the Hub keeps no such hash. */
  readonly sha256?: string;
}

const SHA256 = /^[0-9a-f]{64}$/;
const COMMIT = /^[0-9a-f]{40}$/;

const size = z.number().int().min(0);
const treeSchema = z.array(
  z.looseObject({
    type: z.string(),
    path: z.string(),
    size: size.optional(),
    lfs: z.looseObject({ oid: z.string(), size }).optional(),
  }),
);
const revisionSchema = z.looseObject({ sha: z.string().regex(COMMIT) });

/** No repository of texts or of a model has more; a server that never ends is left. */
const MOST_PAGES = 1000;
/** Of a file that a server without ranges can only send whole: browsers hold no larger one. */
const MOST_WHOLE_BYTES = 2 ** 31 - 1;

const THINGS = { datasets: "data set", models: "model" } as const;

/** What is asked of the Hub: lists of files, cards and ranges of files; nothing else, and nobody else. */
export class HubClient {
  readonly #server: HubServer;
  readonly #repository: string;
  readonly #thing: string;
  /** Of the API. */
  readonly #api: string;
  /** Of files. */
  readonly #files: string;

  /** @throws HubError where the endpoint or the token cannot be used */
  constructor(kind: RepositoryKind, repository: string, options: HubOptions = {}) {
    this.#thing = THINGS[kind];
    this.#repository = repository;
    this.#server = new HubServer({ repository, thing: this.#thing }, options);
    const { endpoint } = this.#server;
    this.#api = `${endpoint}/api/${kind}/${repository}`;
    this.#files = `${endpoint}/${kind === "models" ? "" : `${kind}/`}${repository}/resolve`;
  }

  /**
   * Every file of a revision, page by page; undefined where there is no such revision.
   *
   * @throws HubError
   */
  async files(revision: string): Promise<HubFile[] | undefined> {
    let url = `${this.#api}/tree/${encodeURIComponent(revision)}?recursive=true`;
    const files: HubFile[] = [];
    for (let page = 0; page < MOST_PAGES; page++) {
      const response = await this.#server.ask(url);
      if (response.status === 404) return undefined;
      const { data } = treeSchema.safeParse(await this.#server.json(response, url));
      if (!data) throw new HubError("server", `${url}: is no list of files. Is ${this.#server.endpoint} a Hub?`);
      for (const { type, path, size = 0, lfs } of data) {
        if (type !== "file") continue;
        const sha256 = lfs && SHA256.test(lfs.oid) ? { sha256: lfs.oid } : {};
        files.push({ path, sizeBytes: lfs?.size ?? size, ...sha256 });
      }
      const next = nextPage(response.headers.get("link"), url);
      if (next === undefined) return files;
      // It would be told the token.
      if (new URL(next).origin !== new URL(url).origin) {
        throw new HubError(
          "server",
          `${url}: goes on at another server, ${new URL(next).origin}, which is not asked. Use another source.`,
        );
      }
      url = next;
    }
    throw new HubError("server", `${this.#repository}: its list of files does not end. Use another ${this.#thing}.`);
  }

  /** What the Hub's API says of a revision, the card included, as JSON; undefined where there is none. */
  async about(revision: string): Promise<unknown> {
    const url = `${this.#api}/revision/${encodeURIComponent(revision)}`;
    const response = await this.#server.ask(url);
    return response.status === 404 ? undefined : this.#server.json(response, url);
  }

  /**
   * The commit that a branch or tag stands for now: 40 hex digits; undefined where there is none.
   *
   * @throws HubError
   */
  async commit(revision: string): Promise<string | undefined> {
    const about = await this.about(revision);
    if (about === undefined) return undefined;
    const { data } = revisionSchema.safeParse(about);
    if (data) return data.sha;
    throw new HubError(
      "server",
      `${this.#repository}: the Hub does not say which commit "${revision}" is. Is ${this.#server.endpoint} a Hub?`,
    );
  }

  /** A file of which any part can be had. */
  access(revision: string, { path, sizeBytes }: HubFile): RandomAccess {
    const url = [this.#files, revision, ...path.split("/")]
      .map((part, place) => (place === 0 ? part : encodeURIComponent(part)))
      .join("/");
    let whole: Promise<ArrayBuffer> | undefined;
    return {
      sizeBytes,
      slice: async (start, end = sizeBytes, options = {}) => {
        if (end <= start) return new ArrayBuffer(0);
        // Whoever began to fetch it may have given up.
        const held = await whole?.catch(() => undefined);
        if (held) return held.slice(start, end);
        // One range with a GET: the Hub's storage refuses HEAD, and several ranges at once.
        const headers = { Range: `bytes=${start}-${end - 1}` };
        // What is to be kept is kept elsewhere, once.
        const response = await this.#server.ask(url, { headers, cache: "no-store" }, options.signal);
        this.#checkKind(response, path, url);
        if (response.status === 206) {
          this.#checkRange(response, { start, end, sizeBytes, url });
          return this.#server.bytes(response, end - start, url, options);
        }
        // A server that knows no ranges sends the whole file; of several that were asked for at once, one is read.
        if (whole) response.body?.cancel().catch(() => {});
        whole ??= this.#whole(response, sizeBytes, url, options).catch((error: unknown) => {
          whole = undefined;
          throw error;
        });
        return (await whole).slice(start, end);
      },
    };
  }

  async #whole(
    response: Response,
    sizeBytes: number,
    url: string,
    options: Parameters<HubServer["bytes"]>[3],
  ): Promise<ArrayBuffer> {
    if (sizeBytes <= MOST_WHOLE_BYTES) return this.#server.bytes(response, sizeBytes, url, options);
    response.body?.cancel().catch(() => {});
    throw new HubError(
      "server",
      `${url}: the server sends nothing but the whole file, which has ${sizeBytes} bytes and is too large for that. ` +
        `Use another endpoint, or download the ${this.#thing} and give its folder.`,
    );
  }

  #checkKind(response: Response, path: string, url: string): void {
    if (response.status === 404) {
      throw new HubError("missing", `${url}: not found (404). Has the ${this.#thing} changed?`);
    }
    if (path.endsWith(".html") || !/^\s*text\/html\b/i.test(response.headers.get("content-type") ?? "")) return;
    response.body?.cancel().catch(() => {});
    throw new HubError(
      "server",
      `${url}: the server sent a web page instead of the file. Is ${this.#server.endpoint} a Hub, and does the network ` +
        "want you to log in first?",
    );
  }

  /** What the server says it sends, where it says so: the file may have changed, or a cache between mistake the range. */
  #checkRange(
    response: Response,
    { start, end, sizeBytes, url }: { start: number; end: number; sizeBytes: number; url: string },
  ): void {
    const said = response.headers.get("content-range") ?? "";
    const [, first, last, all] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(said) ?? [];
    if (first === undefined) return;
    if (Number(first) === start && Number(last) === end - 1 && (all === "*" || Number(all) === sizeBytes)) return;
    response.body?.cancel().catch(() => {});
    throw new HubError(
      "length",
      `${url}: sent bytes ${first} to ${last} of ${all} instead of ${start} to ${end - 1} of ${sizeBytes}. ` +
        `Try again; has the ${this.#thing} changed?`,
    );
  }
}

/** The address of the next page, in a header such as `<https://…?cursor=…>; rel="next"`. */
function nextPage(link: string | null, url: string): string | undefined {
  const next = link?.split(/,(?=\s*<)/).find((part) => /;\s*rel="?next"?/.test(part));
  const address = next && /<([^>]*)>/.exec(next)?.[1];
  return address === undefined || address === "" || !URL.canParse(address, url)
    ? undefined
    : new URL(address, url).href;
}
