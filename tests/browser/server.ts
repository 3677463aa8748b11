/** A static server for the built page, with the headers that allow WASM threads, or without them as on a plain host. */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export interface StaticServer {
  /** Address of the page, with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

export interface ServerOptions {
  /** Begins and ends with a slash. */
  readonly subPath?: string;
  readonly isolated?: boolean;
  /** Instead of the file, by its path below the page: to break a file on purpose. */
  readonly change?: (path: string, content: Buffer) => Buffer;
}

export async function serve(folder: string, options: ServerOptions = {}): Promise<StaticServer> {
  const { subPath = "/", isolated = true, change = (_, content) => content } = options;
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname);
    const inside = path.startsWith(subPath) ? normalize(path.slice(subPath.length) || "index.html") : "..";
    const notFound = () => response.writeHead(404, { "content-type": "text/plain" }).end("not found");
    if (inside.startsWith("..") || inside.startsWith(sep)) {
      notFound();
      return;
    }
    readFile(join(folder, inside)).then((content) => {
      const body = change(inside.split(sep).join("/"), content);
      response.writeHead(200, {
        "content-type": TYPES[extname(inside)] ?? "application/octet-stream",
        "content-length": body.length,
        ...(isolated
          ? { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "require-corp" }
          : {}),
      });
      response.end(request.method === "HEAD" ? undefined : body);
    }, notFound);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${subPath}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
