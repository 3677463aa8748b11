/** What the page asks the training worker about models, before a run: what they are, and whether a run with them fits. */
import { z } from "zod";
import type { GivenModelFile } from "../checkpoint/index.ts";
import { type Experiment, experimentSchema } from "../experiment/experiment.ts";
import type { EncoderConfig } from "../model/config.ts";
import type { Fit } from "../train/fit.ts";
import { type HubSettings, hubSettingsSchema } from "./hub-settings.ts";

export { type HubSettings, hubSettingsSchema };

/** The longest text that names a model. */
export const modelTextSchema = z.string().min(1).max(300);

/** More files than any model has: then it is another folder. */
const MOST_FILES = 10_000;
export const givenFilesSchema: z.ZodType<readonly GivenModelFile[]> = z
  .array(z.object({ path: z.string().min(1).max(1000), file: z.instanceof(Blob) }))
  .max(MOST_FILES, `are more than ${MOST_FILES}: give the folder of one model`);

/** A model as its small files and headers describe it; no weight has been read. */
export interface ModelLook {
  /** What an experiment calls it from now on: of a Hub model with its commit, so that a run can be made again. */
  readonly model: string;
  /** For people: `FacebookAI/xlm-roberta-base`, a folder's name. */
  readonly name: string;
  readonly config: EncoderConfig;
  /** Of the encoder in float32, its embeddings in full, without any head. */
  readonly parameters: number;
  /** Hugging Face's class of the tokenizer, as the model's files name it; its file is read when a run needs it. */
  readonly tokenizer: { readonly className?: string; readonly sizeBytes?: number };
  /** What a run may read. */
  readonly files: readonly { readonly path: string; readonly sizeBytes: number }[];
  /** Of a Hub model: the commit that was found, 40 hex digits. */
  readonly commit?: string;
}

/** How far an answer is that takes its time. */
export interface AskProgress {
  /** In words, such as "Reading texts". */
  readonly what: string;
  /** 0 to 1; absent: nobody can say. */
  readonly done?: number;
  readonly msLeft?: number;
}

export type AskListener = (progress: AskProgress) => void;

/**
 * The part of the worker's API that is about models. Every call may be repeated; what one call read, the next has at hand. A new
 * `fit` or `calibrate` takes the place of one that is under way, which then rejects with an error named "AbortError".
 */
export interface ModelApi {
  /** From now on; what was found with other settings is forgotten. */
  hub(settings: HubSettings): void;
  /** A model from the user's disk: the files of one folder, in any order. */
  giveFiles(files: readonly GivenModelFile[]): Promise<ModelLook>;
  /** @param model as a person writes it: `mini`, `hub:OWNER/NAME`, `hub:OWNER/NAME@REVISION`, `files:NAME#HEX12` */
  look(model: string): Promise<ModelLook>;
  /** What the run would need; reads the data and the tokenizer, no weights. */
  fit(request: FitRequest, listener?: AskListener): Promise<Fit>;
  /** The same, with times: makes some steps of one and of two layers on this device. Refused while a run is under way. */
  calibrate(request: FitRequest, listener?: AskListener): Promise<Fit>;
  /** Ends a `fit` or `calibrate` that is under way. */
  cancelFit(): void;
}

export const fitRequestSchema = z.object({
  experiment: experimentSchema,
  /** Bytes of device memory that the user says there are; absent: what the device tells, if it does. */
  deviceBytes: z.number().positive().exactOptional(),
});
export interface FitRequest {
  readonly experiment: Experiment;
  readonly deviceBytes?: number;
}
