import { z } from "zod";

/** How the Hub is reached. A token is kept in memory only. */
export const hubSettingsSchema = z.object({
  /** A mirror's address; absent: huggingface.co. */
  endpoint: z.url({ protocol: /^https?$/ }).exactOptional(),
  token: z
    .string()
    .regex(/^[\x21-\x7e]+$/, "must have no spaces")
    .max(500)
    .exactOptional(),
});
export type HubSettings = z.infer<typeof hubSettingsSchema>;
