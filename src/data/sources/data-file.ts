import type { RandomAccess } from "../../hub/index.ts";
import type { Bytes } from "../bytes.ts";
import type { XglueSplit } from "../xglue/xglue.ts";

/** A file with examples, wherever it is. Nothing is read before it is asked for. */
export interface DataFile {
  /** With forward slashes, below the folder, archive or repository that was given. Its names say which language and split it is. */
  readonly path: string;
  /** For messages: the path, and the archive's name before it. */
  readonly name: string;
  /** Begins reading. Of a file in an archive this works once, before the next file is asked for. */
  open(): Bytes;
  /** For formats read from their end; absent: the file is read as a whole. */
  access?(): Promise<RandomAccess>;
  /** Whether the user named this very file: then it is read whatever it is called, and may be an archive. */
  readonly isNamed?: boolean;
  /** Whether reading costs somebody's network: of a large file, then, only parts are read. */
  readonly isRemote?: boolean;
  /** Where it is known better than its path says. */
  readonly language?: string;
  readonly split?: XglueSplit;
  /** By column: what the numbers in it mean, counted from 0. */
  readonly labelNames?: ReadonlyMap<string, readonly string[]>;
}
