import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface FakeDataset {
  /** By revision, then by path. */
  readonly revisions: Readonly<Record<string, Readonly<Record<string, ArrayBuffer>>>>;
  /** What the card says, as the Hub's API gives it. */
  readonly cardData?: unknown;
}

export interface FakeHubOptions {
  /** Files on one page of a list. */
  readonly pageSize?: number;
  /** Whether storage answers ranges. */
  readonly hasRanges?: boolean;
  /** The server that the second page of a list is said to be on. */
  readonly nextOrigin?: string;
}

export interface FakeHub {
  readonly endpoint: string;
  /** Paths that were asked for, with their queries. */
  readonly asked: string[];
  /** Bytes of files that were sent. */
  sentBytes: number;
}

/** A server that speaks as the Hub does, with these data sets by name; it goes when the test is over. Files lie in a storage that the Hub redirects to. */
export async function fakeHub(
  datasets: Readonly<Record<string, FakeDataset>>,
  { pageSize = 2, hasRanges = true, nextOrigin }: FakeHubOptions = {},
): Promise<FakeHub> {
  const hub: { endpoint: string; asked: string[]; sentBytes: number } = { endpoint: "", asked: [], sentBytes: 0 };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", hub.endpoint);
    hub.asked.push(url.pathname + url.search);
    const json = (value: unknown, headers: Record<string, string> = {}) =>
      response.writeHead(200, { "content-type": "application/json", ...headers }).end(JSON.stringify(value));
    const missing = () => response.writeHead(404).end();
    const [, kind = "", repository = "", verb = "", rest = ""] =
      /^\/(api\/datasets|datasets|storage)\/([^/]+\/[^/]+)\/(tree|revision|resolve)\/(.*)$/.exec(url.pathname) ?? [];
    const dataset = Object.hasOwn(datasets, repository) ? datasets[repository] : undefined;
    const [revision = "", ...path] = rest.split("/").map(decodeURIComponent);
    const files = dataset?.revisions[revision];
    if (!dataset || !files) return missing();
    if (verb === "revision") return json({ id: repository, cardData: dataset.cardData });
    if (verb === "tree") {
      const all = Object.entries(files).map(([name, bytes]) => ({
        type: "file",
        oid: "0",
        path: name,
        size: bytes.byteLength,
      }));
      const listed = [{ type: "directory", oid: "0", path: "folder", size: 0 }, ...all];
      const from = Number(url.searchParams.get("cursor") ?? 0);
      const next = `${nextOrigin ?? hub.endpoint}${url.pathname}?recursive=true&cursor=${from + pageSize}`;
      const link = from + pageSize < listed.length ? { link: `<${next}>; rel="next"` } : undefined;
      return json(listed.slice(from, from + pageSize), link);
    }
    const file = files[path.join("/")];
    if (!file) return missing();
    if (kind === "datasets") {
      return response.writeHead(302, { location: url.pathname.replace("/datasets/", "/storage/") }).end();
    }
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    const isRange = hasRanges && start !== undefined && end !== undefined;
    const part = isRange ? file.slice(Number(start), Number(end) + 1) : file;
    hub.sentBytes += part.byteLength;
    return response.writeHead(isRange ? 206 : 200).end(Buffer.from(part));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  hub.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return hub;
}
