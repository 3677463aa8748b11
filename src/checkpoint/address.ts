import { CheckpointError } from "./error.ts";

/** What `experiment.model` names. */
export type ModelAddress =
  | { readonly kind: "bundled" }
  /** Without a revision: the main branch, as it is now. */
  | { readonly kind: "hub"; readonly repository: string; readonly revision?: string }
  /** Files that the user gave to the page: named, never contained. */
  | { readonly kind: "files"; readonly name: string; readonly fingerprint: string }
  /** On the disk of who runs the command line. */
  | { readonly kind: "folder"; readonly path: string };

export type HubModelAddress = Extract<ModelAddress, { kind: "hub" }>;

export const BUNDLED_MODEL = "mini";
const EXAMPLE = "hub:FacebookAI/xlm-roberta-base";

/** As on the Hub: letters, digits, - _ . in each name; at most 96 of them. */
const REPOSITORY = /^[\w.-]{1,96}\/[\w.-]{1,96}$/;
const REVISION = /^[\w.-]+(?:\/[\w.-]+)*$/;
const MOST_REVISION_LETTERS = 200;
const COMMIT = /^[0-9a-f]{40}$/;

/**
 * `mini` | `hub:OWNER/NAME[@REVISION]` | `files:NAME#FINGERPRINT` | a folder's path.
 *
 * @throws CheckpointError
 */
export function parseModelAddress(text: string): ModelAddress {
  const address = text.trim();
  if (address === BUNDLED_MODEL) return { kind: "bundled" };
  if (address.startsWith("hub:")) return parseHub(address);
  if (address.startsWith("files:")) {
    const [, name, fingerprint] = /^files:(.{1,120})#([0-9a-f]{12})$/.exec(address) ?? [];
    if (name !== undefined && fingerprint !== undefined) return { kind: "files", name, fingerprint };
    throw new CheckpointError(
      `${address}: does not name files that were given to the page. Give the model's files again.`,
    );
  }
  if (address === "") throw new CheckpointError(`No model is named. Write ${BUNDLED_MODEL}, or ${EXAMPLE}.`);
  return { kind: "folder", path: address };
}

function parseHub(address: string): HubModelAddress {
  const [repository = "", ...rest] = address.slice("hub:".length).split("@");
  const revision = rest.length > 0 ? rest.join("@") : undefined;
  const isName = REPOSITORY.test(repository) && !repository.split("/").some((name) => /^\.+$/.test(name));
  const isRevision = revision === undefined || (REVISION.test(revision) && revision.length <= MOST_REVISION_LETTERS);
  const climbs = revision?.split("/").some((name) => /^\.+$/.test(name)) ?? false;
  if (!isName || !isRevision || climbs) {
    throw new CheckpointError(
      `${address}: is no model's address. Write hub:OWNER/NAME or hub:OWNER/NAME@REVISION, such as ${EXAMPLE}.`,
    );
  }
  return { kind: "hub", repository, ...(revision !== undefined && { revision }) };
}

/** The text that `parseModelAddress` reads back. */
export function formatModelAddress(address: ModelAddress): string {
  switch (address.kind) {
    case "bundled":
      return BUNDLED_MODEL;
    case "hub":
      return `hub:${address.repository}${address.revision === undefined ? "" : `@${address.revision}`}`;
    case "files":
      return `files:${address.name}#${address.fingerprint}`;
    case "folder":
      return address.path;
  }
}

/** Whether a revision is a commit, which never changes; a branch or tag may. */
export function isCommit(revision: string | undefined): revision is string {
  return revision !== undefined && COMMIT.test(revision);
}

/** A model as people call it. */
export function nameOfModel(address: ModelAddress): string {
  switch (address.kind) {
    case "bundled":
      return "Mini XLM-R";
    case "hub":
      return address.repository;
    case "files":
      return address.name;
    case "folder":
      return address.path.split(/[\\/]/).findLast((part) => part !== "") ?? address.path;
  }
}
