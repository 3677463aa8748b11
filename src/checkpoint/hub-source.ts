import { HubClient, type HubFile, type HubOptions } from "../hub/index.ts";
import { formatModelAddress, type HubModelAddress, isCommit } from "./address.ts";
import { type CheckpointSource, MissingFileError, missingFile, readWhole } from "./source.ts";

const MAIN = "main";

/**
 * The address with the commit that its revision stands for now, so that whoever opens it later gets the same model. One that
 * names a commit already is given back without asking anybody.
 *
 * @throws CheckpointError, HubError
 */
export async function pinHubAddress(address: HubModelAddress, options: HubOptions = {}): Promise<HubModelAddress> {
  const { repository, revision = MAIN } = address;
  if (isCommit(revision)) return address;
  const commit = await new HubClient("models", repository, options).commit(revision);
  if (commit === undefined) throw noModel(address);
  return { kind: "hub", repository, revision: commit };
}

/** A model on the Hub. Nothing is asked before the first file is. */
export function hubSource(address: HubModelAddress, options: HubOptions = {}): CheckpointSource {
  const { repository, revision = MAIN } = address;
  const describe = formatModelAddress(address);
  const client = new HubClient("models", repository, options);
  let listing: Promise<readonly HubFile[]> | undefined;
  const files = () => {
    listing ??= list();
    return listing;
  };
  const list = async () => {
    try {
      const found = await client.files(revision);
      if (!found) throw noModel(address);
      return found;
    } catch (error) {
      // Asked again, it may work.
      listing = undefined;
      throw error;
    }
  };
  const access = async (file: string) => {
    const all = await files();
    const found = all.find(({ path }) => path === file);
    if (found) return client.access(revision, found);
    throw missingFile(
      describe,
      file,
      all.map(({ path }) => path),
    );
  };
  return { describe, files, access, read: async (file) => readWhole(await access(file), `${describe}/${file}`) };
}

function noModel({ repository, revision }: HubModelAddress): MissingFileError {
  const where = revision === undefined ? "" : ` with a revision "${revision}"`;
  return new MissingFileError(
    `${repository}: there is no such model${where} on the Hub. Is it rightly spelt? Its page on the Hub gives the name.`,
  );
}
