/**
 * - `unauthorised`: it takes a token, or another one (401, 403)
 * - `missing`: no such repository, revision or file (404)
 * - `network`: no answer, or one that broke off
 * - `busy`: it may answer later (408, 429, 5xx)
 * - `length`: more or fewer bytes than the Hub said
 * - `server`: an answer that no Hub gives, or that it is out of order
 * - `address`: an endpoint or token that is not used at all
 */
export type HubFault = "unauthorised" | "missing" | "network" | "busy" | "length" | "server" | "address";

/** What the Hub did not give; the message names the address, the fault and the remedy. */
export class HubError extends Error {
  override name = "HubError";
  readonly fault: HubFault;

  constructor(fault: HubFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}
