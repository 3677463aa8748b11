import type { HubOptions } from "../hub/index.ts";
import type { Options } from "./options.ts";

/**
 * As Hugging Face's own tools take them: HF_ENDPOINT, another Hub than huggingface.co; HF_TOKEN, for what is private or gated.
 *
 * @param options of a command; its `--endpoint` comes before HF_ENDPOINT
 */
export function hubOptions(options: Options, environment: NodeJS.ProcessEnv = process.env): HubOptions {
  const { HF_ENDPOINT, HF_TOKEN: token } = environment;
  const endpoint = options.optional("endpoint") ?? HF_ENDPOINT;
  return { ...(endpoint && { endpoint }), ...(token && { token }) };
}
