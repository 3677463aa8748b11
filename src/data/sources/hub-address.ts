import { DataError } from "../error.ts";

/** A data set of the Hugging Face Hub. */
export interface HubAddress {
  /** OWNER/NAME */
  readonly repository: string;
  /** A branch, tag or commit; not given: the main branch, or else what the Hub itself made of it in Parquet. */
  readonly revision?: string;
  /** One of the data set's parts, such as `xnli` of an XGLUE; not given: what the task needs. */
  readonly config?: string;
}

/**
 * `hub:OWNER/NAME[@REVISION][/CONFIG]`. A revision with slashes in it is written with %2F, but for `refs/…`.
 *
 * @throws DataError
 */
export function parseHubAddress(address: string): HubAddress {
  const match =
    /^hub:([\w.-]+\/[\w.-]+)(?:@(refs\/(?:convert|pr)\/[\w.-]+|[\w.%-]+))?(?:\/([\w.-]+(?:\/[\w.-]+)*))?\/?$/.exec(
      address.trim(),
    );
  const [, repository, revision, config] = match ?? [];
  const names = [...(repository?.split("/") ?? []), ...(config?.split("/") ?? [])];
  if (repository === undefined || names.some((name) => /^\.+$/.test(name))) {
    throw new DataError(
      `${address}: is no address of the Hub. Write hub:OWNER/NAME[@REVISION][/CONFIG], such as hub:facebook/xnli.`,
    );
  }
  return {
    repository,
    ...(revision !== undefined && { revision: decoded(revision, address) }),
    ...(config !== undefined && { config }),
  };
}

function decoded(revision: string, address: string): string {
  try {
    return decodeURIComponent(revision);
  } catch (cause) {
    throw new DataError(`${address}: its revision has a % that stands for nothing. Correct it.`, { cause });
  }
}
