import { readStream } from "../bytes.ts";
import { DataError } from "../error.ts";
import { SPLITS } from "../xglue/xglue.ts";
import type { DataFile } from "./data-file.ts";

/** A treebank of Universal Dependencies, and where its files lie. */
export interface TreebankAddress {
  /** Such as en_ewt. */
  readonly treebank: string;
  /** A folder, an archive, or a web address below which the files lie. */
  readonly base: string;
}

/**
 * `ud:en_ewt,de_gsd@PLACE`: treebanks by their ids. Each may have a place of its own; those without have the next one's.
 *
 * @throws DataError
 */
export function parseTreebankAddress(address: string): TreebankAddress[] {
  const wrong = (what: string) =>
    new DataError(`${address}: ${what}. Write ud:ID[,ID…]@PLACE, such as ud:en_ewt,de_gsd@ud-treebanks-v2.16.tgz.`);
  const parts = address.replace(/^ud:/, "").split(/,(?=[a-z]{2,3}_[a-z0-9]+(?:@|,|$))/);
  const found: TreebankAddress[] = [];
  let base: string | undefined;
  for (const part of parts.reverse()) {
    const [, treebank, place] = /^([a-z]{2,3}_[a-z0-9]+)(?:@(.+))?$/.exec(part) ?? [];
    if (treebank === undefined) throw wrong(`"${part}" is no treebank's id`);
    base = place ?? base;
    if (base === undefined) throw wrong("it does not say where the treebanks lie");
    found.unshift({ treebank, base });
  }
  return found;
}

/** The files of treebanks below a web address, such as https://raw.githubusercontent.com/UniversalDependencies/UD_English-EWT/master. */
export function treebankFiles(
  base: string,
  wanted: readonly TreebankAddress[],
  get: (url: string) => Promise<Response> = (url) => fetch(url),
): DataFile[] {
  return wanted
    .filter((address) => address.base === base)
    .flatMap(({ treebank }) =>
      SPLITS.map((split) => {
        const path = `${treebank}-ud-${split}.conllu`;
        const url = `${base.replace(/\/$/, "")}/${path}`;
        return { path, name: url, isRemote: true, open: () => fetched(url, get) };
      }),
    );
}

async function* fetched(url: string, get: (url: string) => Promise<Response>): AsyncGenerator<Uint8Array> {
  const response = await get(url).catch((cause: unknown) => {
    throw new DataError(`${url}: could not be fetched. Is the network up, and the address right?`, { cause });
  });
  if (response.status === 404)
    throw new DataError(`${url}: not found (404). Does this treebank have such a file there?`);
  if (!response.ok || !response.body) {
    throw new DataError(`${url}: the server answered ${response.status}. Try again later, or use another source.`);
  }
  yield* readStream(response.body);
}
