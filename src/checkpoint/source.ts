/** Where the files of a checkpoint come from. */
export interface CheckpointSource {
  /** For messages: a folder, an address. */
  readonly describe: string;
  /** @throws CheckpointError if the file is not there or cannot be read */
  read(file: string): Promise<Uint8Array>;
}
