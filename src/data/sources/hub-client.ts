import { z } from "zod";
import { DataError } from "../error.ts";
import type { RandomAccess } from "../formats/parquet.ts";

export const HUB = "https://huggingface.co";

export interface HubOptions {
  /** Another server that speaks as the Hub does; it alone is asked. */
  readonly endpoint?: string;
  readonly get?: (url: string, init?: RequestInit) => Promise<Response>;
}

export interface HubFile {
  readonly path: string;
  readonly sizeBytes: number;
}

const treeSchema = z.array(z.looseObject({ type: z.string(), path: z.string(), size: z.number().min(0).optional() }));

/** No data set of texts has more; a server that never ends is left. */
const MOST_PAGES = 1000;

/** What is asked of the Hub: lists of files, cards and ranges of files; nothing else, and nobody else. */
export class HubClient {
  readonly #endpoint: string;
  readonly #get: NonNullable<HubOptions["get"]>;
  readonly #repository: string;

  constructor(repository: string, { endpoint = HUB, get = (url, init) => fetch(url, init) }: HubOptions) {
    this.#endpoint = endpoint.replace(/\/+$/, "");
    this.#get = get;
    this.#repository = repository;
  }

  /**
   * Every file of a revision, page by page; undefined where there is no such revision.
   *
   * @throws DataError
   */
  async files(revision: string): Promise<HubFile[] | undefined> {
    let url = `${this.#endpoint}/api/datasets/${this.#repository}/tree/${encodeURIComponent(revision)}?recursive=true`;
    const files: HubFile[] = [];
    for (let page = 0; page < MOST_PAGES; page++) {
      const response = await this.#ask(url);
      if (response.status === 404) return undefined;
      const { data } = treeSchema.safeParse(await json(response, url));
      if (!data) throw new DataError(`${url}: is no list of files. Is ${this.#endpoint} a Hub?`);
      for (const { type, path, size = 0 } of data) if (type === "file") files.push({ path, sizeBytes: size });
      const next = nextPage(response.headers.get("link"), url);
      if (next === undefined) return files;
      if (new URL(next).origin !== new URL(url).origin) {
        throw new DataError(
          `${url}: goes on at another server, ${new URL(next).origin}, which is not asked. Use another source.`,
        );
      }
      url = next;
    }
    throw new DataError(`${this.#repository}: its list of files does not end. Use another data set.`);
  }

  /** What the data set's card says, as JSON; undefined where there is none. */
  async card(revision: string): Promise<unknown> {
    const url = `${this.#endpoint}/api/datasets/${this.#repository}/revision/${encodeURIComponent(revision)}`;
    const response = await this.#ask(url);
    return response.status === 404 ? undefined : json(response, url);
  }

  /** A file of which any part can be had. */
  access(revision: string, { path, sizeBytes }: HubFile): RandomAccess {
    const file = path.split("/").map(encodeURIComponent).join("/");
    const url = `${this.#endpoint}/datasets/${this.#repository}/resolve/${encodeURIComponent(revision)}/${file}`;
    let whole: Promise<ArrayBuffer> | undefined;
    return {
      sizeBytes,
      slice: async (start, end = sizeBytes) => {
        if (whole) return (await whole).slice(start, end);
        // One range with a GET: the Hub's storage refuses HEAD, and several ranges at once.
        const response = await this.#ask(url, { headers: { Range: `bytes=${start}-${end - 1}` } });
        if (response.status === 404) throw new DataError(`${url}: not found (404). Has the data set changed?`);
        if (response.status !== 206) {
          // A server that knows no ranges has sent the whole file.
          whole ??= response.arrayBuffer();
          const bytes = await whole;
          checkSize(bytes, sizeBytes, url);
          return bytes.slice(start, end);
        }
        const bytes = await response.arrayBuffer();
        checkSize(bytes, end - start, url);
        return bytes;
      },
    };
  }

  async #ask(url: string, init?: RequestInit): Promise<Response> {
    let response: Response;
    try {
      response = await this.#get(url, init);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new DataError(`${url}: could not be fetched (${reason}). Is the network up, and the address right?`, {
        cause,
      });
    }
    if (response.ok || response.status === 404) return response;
    if (response.status === 401 || response.status === 403) {
      throw new DataError(
        `${url}: the server wants a password (${response.status}). Is the data set public, and rightly spelt?`,
      );
    }
    const status = `${response.status} ${response.statusText}`.trim();
    throw new DataError(`${url}: the server answered ${status}. Try again later, or use another source.`);
  }
}

function checkSize(bytes: ArrayBuffer, expected: number, url: string): void {
  if (bytes.byteLength === expected) return;
  throw new DataError(
    `${url}: sent ${bytes.byteLength} bytes instead of ${expected}. Try again; has the data set changed?`,
  );
}

async function json(response: Response, url: string): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new DataError(`${url}: did not answer with JSON. Is this a Hub?`, { cause });
  }
}

/** The address of the next page, in a header such as `<https://…?cursor=…>; rel="next"`. */
function nextPage(link: string | null, url: string): string | undefined {
  const next = link?.split(/,(?=\s*<)/).find((part) => /;\s*rel="?next"?/.test(part));
  const address = next && /<([^>]*)>/.exec(next)?.[1];
  return address === undefined || address === "" ? undefined : new URL(address, url).href;
}
