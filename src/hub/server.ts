import type { SliceOptions } from "./access.ts";
import { readUpTo } from "./body.ts";
import { HubError } from "./error.ts";
import { HUB, type HubOptions, parseEndpoint, parseToken } from "./options.ts";

const MOST_JSON_BYTES = 2 ** 25;
/** How to give one. */
const TOKEN = "a token of yours (on the page in the Hub's settings, on the command line as HF_TOKEN)";

/** What is asked for, in the words of messages. */
export interface Subject {
  readonly repository: string;
  /** "model", "data set" */
  readonly thing: string;
}

/** A Hub that is asked for one repository: who sends what it answers is not trusted, and only it is told the token. */
export class HubServer {
  readonly endpoint: string;
  readonly #subject: Subject;
  readonly #token: string | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #get: NonNullable<HubOptions["get"]>;

  /** @throws HubError where the endpoint or the token cannot be used */
  constructor(subject: Subject, { endpoint = HUB, token, signal, get = (url, init) => fetch(url, init) }: HubOptions) {
    this.endpoint = parseEndpoint(endpoint);
    this.#subject = subject;
    this.#token = parseToken(token, this.endpoint);
    this.#signal = signal;
    this.#get = get;
  }

  /**
   * An answer that is in order, or a 404.
   *
   * @throws HubError, or the signal's reason
   */
  async ask(url: string, init: RequestInit = {}, readerSignal?: AbortSignal): Promise<Response> {
    const signals = [this.#signal, readerSignal].filter((signal) => signal !== undefined);
    const signal = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    const headers = new Headers(init.headers);
    // Where the Hub redirects to its storage on another origin, fetch drops the token.
    if (this.#token !== undefined) headers.set("Authorization", `Bearer ${this.#token}`);
    const answer = () =>
      this.#get(url, {
        ...init,
        headers,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        ...(signal && { signal }),
      });
    const response = await this.#attempt(url, answer, readerSignal);
    if (response.ok || response.status === 404) return response;
    // A connection whose answer nobody reads is not used again.
    response.body?.cancel().catch(() => {});
    throw this.#refused(response, url);
  }

  /**
   * @param response to a request for this address
   * @throws HubError
   */
  async json(response: Response, url: string): Promise<unknown> {
    const bytes = await this.#attempt(url, () => readUpTo(response, MOST_JSON_BYTES));
    try {
      // Of one that is too long nothing is left, which is no JSON either.
      return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    } catch (cause) {
      throw new HubError("server", `${url}: did not answer with JSON. Is ${this.endpoint} a Hub?`, { cause });
    }
  }

  /**
   * A body that is as long as was expected.
   *
   * @throws HubError, or the signal's reason
   */
  async bytes(
    response: Response,
    expected: number,
    url: string,
    { signal, onBytes }: SliceOptions,
  ): Promise<ArrayBuffer> {
    const bytes = await this.#attempt(url, () => readUpTo(response, expected, onBytes), signal);
    if (bytes?.length === expected) return bytes.buffer;
    const sent = bytes ? `${bytes.length} bytes instead of ${expected}` : `more than ${expected} bytes`;
    throw new HubError("length", `${url}: sent ${sent}. Try again; has the ${this.#subject.thing} changed?`);
  }

  #refused(response: Response, url: string): HubError {
    const { status } = response;
    if (status === 401 || status === 403) return this.#closed(response);
    if (status === 429) {
      const remedy = this.#token === undefined ? `, or give ${TOKEN}` : "";
      return new HubError("busy", `${url}: the Hub has been asked too often (429). Wait some minutes${remedy}.`);
    }
    return new HubError(
      status === 408 || status >= 500 ? "busy" : "server",
      `${url}: the server answered ${`${status} ${response.statusText}`.trim()}. Try again later, or use another source.`,
    );
  }

  #closed({ status, headers }: Response): HubError {
    const { repository, thing } = this.#subject;
    const isGiven = this.#token !== undefined;
    if (headers.get("x-error-code") === "GatedRepo") {
      return new HubError(
        "unauthorised",
        `${repository}: is open only to those who have accepted its conditions (${status}). Accept them on its page on ` +
          `the Hub, and give ${isGiven ? "a token that may read it" : TOKEN}.`,
      );
    }
    const message =
      status === 401 && !isGiven
        ? `there is no such ${thing} on the Hub, or it is private (401). Is it rightly spelt? If it is private, give ${TOKEN}.`
        : `the Hub does not open it${isGiven ? " for this token" : ""} (${status}). ` +
          `Is the name rightly spelt, and ${isGiven ? "the token right, still valid, and one that may read it" : "is it public"}?`;
    return new HubError("unauthorised", `${repository}: ${message}`);
  }

  async #attempt<Result>(url: string, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    const stop = () => {
      signal?.throwIfAborted();
      this.#signal?.throwIfAborted();
    };
    try {
      stop();
      return await work();
    } catch (cause) {
      stop();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new HubError(
        "network",
        `${url}: could not be fetched (${reason}). Is the network up, and the address right?`,
        { cause },
      );
    }
  }
}
