export const FOLDER = "kept-models";
export const REPOSITORY = "someone/model";
/** Small, so that a break loses little. */
export const CHUNK_BYTES = 2 ** 18;

/** What a reader is told in the end. */
export interface Told {
  /** Of what was read; undefined where that failed. */
  readonly sha256?: string;
  readonly error?: string;
  readonly progress: number;
}

export interface KeeperApi {
  /** @param patienceMs with files that are open elsewhere */
  read(endpoint: string, file: string, patienceMs?: number): Promise<Told>;
}
