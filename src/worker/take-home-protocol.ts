/** What the page and the training worker say to each other about taking a trained model home. */
import { z } from "zod";

/** The folder of the browser's private files where a packed model waits to be downloaded. */
export const PACKED = "packed-model";

export const takeHomeRequestSchema = z.object({
  runId: z.string().min(1),
  /** Of the folder in the .zip file, and of the file without its ending. */
  name: z.string().regex(/^[\w-][\w.-]{0,99}$/),
  /** A file that the person chose; absent: one in the folder PACKED. */
  file: z.custom<FileSystemFileHandle>((value) => value instanceof FileSystemFileHandle).exactOptional(),
});
export type TakeHomeRequest = z.infer<typeof takeHomeRequestSchema>;

export interface TakeHomeProgress {
  readonly doneBytes: number;
  /** Of the .zip file. */
  readonly totalBytes: number;
  readonly msLeft: number;
}

/** The part of the worker's API that is about trained models. */
export interface TakeHomeApi {
  /**
   * Writes a kept run's model, all of it or nothing; one at a time. Goes on while another run trains.
   *
   * @returns how it ended; what goes wrong is thrown, with a message for people
   */
  takeHome(request: TakeHomeRequest, listener: (progress: TakeHomeProgress) => void): Promise<"done" | "cancelled">;
  /** Does nothing where none is under way. */
  cancelTakeHome(): void;
}
