/** The Hugging Face Hub, or a server that speaks as it does: lists of files, and any part of them. */
export { blobAccess, bytesAccess, type RandomAccess, type SliceOptions } from "./access.ts";
export { HubClient, type HubFile, type RepositoryKind } from "./client.ts";
export { HubError, type HubFault } from "./error.ts";
export { HUB, type HubOptions, parseEndpoint } from "./options.ts";
