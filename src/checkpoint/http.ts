import { bytesAccess } from "../hub/index.ts";
import { CheckpointError } from "./error.ts";
import { type CheckpointSource, MissingFileError } from "./source.ts";

/**
 * Files below a web address.
 *
 * @param baseUrl absolute, or relative to the page; with or without a slash at its end
 */
export function httpSource(
  baseUrl: string,
  get: (url: string) => Promise<Response> = (url) => fetch(url),
): CheckpointSource {
  const base = baseUrl === "" || baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`;
  const source: CheckpointSource = {
    describe: baseUrl,
    // The server may know no ranges, and the bundled files are small.
    access: async (file) => bytesAccess(await source.read(file)),
    async read(file) {
      const url = base + file;
      const response = await attempt(url, () => get(url));
      if (response.status === 404) {
        throw new MissingFileError(`${url}: not found (404). Does this checkpoint have a ${file}?`);
      }
      if (!response.ok) {
        const status = `${response.status} ${response.statusText}`.trim();
        throw new CheckpointError(`${url}: the server answered ${status}. Try again later, or use another source.`);
      }
      const bytes = new Uint8Array(await attempt(url, () => response.arrayBuffer()));
      if (!file.endsWith(".html") && isHtml(response.headers.get("content-type"), bytes)) {
        throw new CheckpointError(
          `${url}: the server sent a web page instead of ${file}. The file is probably missing there: check the address.`,
        );
      }
      return bytes;
    },
  };
  return source;
}

async function attempt<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CheckpointError(`${url}: could not be fetched (${reason}). Is the network up, and the address right?`, {
      cause,
    });
  }
}

/** Single-page servers answer every address with their page and status 200. */
function isHtml(contentType: string | null, bytes: Uint8Array): boolean {
  if (contentType && /^\s*text\/html\b/i.test(contentType)) return true;
  const start = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().toLowerCase();
  return start.startsWith("<!doctype html") || start.startsWith("<html");
}
