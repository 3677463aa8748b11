/** A checkpoint that cannot be had, read or used; the message names the file, the fault and the remedy. */
export class CheckpointError extends Error {
  override name = "CheckpointError";
}
