import { blobAccess } from "../../hub/index.ts";
import { blobBytes } from "../bytes.ts";
import type { DataFile } from "./data-file.ts";

/**
 * A file in the browser.
 *
 * @param path below the folder that was dropped; the name alone of a file that was dropped by itself
 */
export function blobFile(blob: Blob, path: string): DataFile {
  return {
    path,
    name: path,
    open: () => blobBytes(blob),
    access: async () => blobAccess(blob),
    isNamed: !path.includes("/"),
  };
}
