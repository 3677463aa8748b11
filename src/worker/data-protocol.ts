/** What the page and the worker that reads data of one's own say to each other. */
import { z } from "zod";
import { type Look, XGLUE_TASKS } from "../data/index.ts";
import { type DataSummary, dataSummarySchema } from "./data-store.ts";
import { hubSettingsSchema } from "./hub-settings.ts";

/** A file that was dropped or chosen; its path begins below the folder that was. */
const fileSchema = z.object({ path: z.string().min(1), file: z.instanceof(File) });

/** Where data comes from: files of this computer, or a data set of the Hugging Face Hub. */
export const dataSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("files"), files: z.array(fileSchema).min(1) }),
  z.object({ kind: z.literal("hub"), address: z.string().min(1), settings: hubSettingsSchema.exactOptional() }),
]);
export type DataSource = z.infer<typeof dataSourceSchema>;
export type GivenFile = z.infer<typeof fileSchema>;

const textByText = z.record(z.string(), z.string());
export const readRequestSchema = z.object({
  source: dataSourceSchema,
  task: z.enum(XGLUE_TASKS),
  /** As people call it. */
  name: z.string().min(1),
  /** Which columns hold what; none: by their names. */
  columns: textByText,
  /** What the labels in the files mean. */
  labels: textByText,
});
export type ReadRequest = z.infer<typeof readRequestSchema>;

export interface ReadProgress {
  readonly readBytes: number;
  /** Undefined where nobody knows, as of files on the network. */
  readonly totalBytes: number | undefined;
  /** Under way. */
  readonly file: string;
}

export { type DataSummary, dataSummarySchema, type Look };

export interface DataApi {
  /** What the files are; of an archive, this goes through all of it. */
  look(source: DataSource, task: ReadRequest["task"], onProgress: (progress: ReadProgress) => void): Promise<Look>;
  /** Reads everything, keeps it in this browser, and tells what there is. */
  read(request: ReadRequest, onProgress: (progress: ReadProgress) => void): Promise<DataSummary>;
}
