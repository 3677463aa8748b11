import { describe, expect, test } from "vitest";
import { HubClient, type HubError, type HubFile, type HubOptions } from "../../src/hub/index.ts";
import { commitOf, type FakeHub, type FakeHubOptions, fakeHub } from "../support/fake-hub.ts";

const BYTES = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) % 251);
const LARGE: HubFile = { path: "sub folder/model #1.safetensors", sizeBytes: BYTES.length };
const FILES = { "config.json": "{}", [LARGE.path]: BYTES };
const TOKEN = "hf_secret";

async function hubWith(options: FakeHubOptions & { access?: "private" | "gated" } = {}): Promise<FakeHub> {
  const { access, ...others } = options;
  const repository = { revisions: { main: FILES, "refs/pr/1": FILES }, ...(access && { access }) };
  return fakeHub({}, { models: { "a/b": repository }, ...others });
}

const client = (hub: FakeHub, options: HubOptions = {}) =>
  new HubClient("models", "a/b", { endpoint: hub.endpoint, ...options });
const part = (hub: FakeHub, start = 1000, end = 201_000, options: HubOptions = {}) =>
  client(hub, options).access("main", LARGE).slice(start, end);

/** What it is refused with. */
async function refusal(work: Promise<unknown>): Promise<Pick<HubError, "fault" | "message" | "name">> {
  const error = await work.then(
    () => new Error("was not refused"),
    (cause: unknown) => cause,
  );
  return error as HubError;
}

describe("a model's files", () => {
  test("are listed page by page, with sizes and, of large ones, the hash of their content", async () => {
    const hub = await hubWith();
    const files = await client(hub).files("main");
    expect(files).toEqual([
      { path: "config.json", sizeBytes: 2 },
      {
        ...LARGE,
        sha256: Buffer.from(await crypto.subtle.digest("SHA-256", BYTES)).toString("hex"),
      },
    ]);
    expect(hub.asked).toHaveLength(2);
  });

  test("are found under a branch with slashes, and under the commit that it stands for", async () => {
    const hub = await hubWith();
    const commit = await client(hub).commit("refs/pr/1");
    expect(commit).toBe(commitOf("a/b", "refs/pr/1"));
    expect(await client(hub).files(commit!)).toHaveLength(2);
    expect(await client(hub).files("refs/pr/1")).toHaveLength(2);
  });

  test("come in any part, by GETs with one range each, through the redirect to a storage host", async () => {
    const hub = await hubWith();
    const access = client(hub).access("main", LARGE);
    const cases: [number, number | undefined][] = [
      [0, 1],
      [299_999, undefined],
      [12, 250_017],
      [0, undefined],
    ];
    for (const [start, end] of cases) {
      expect(Buffer.compare(Buffer.from(await access.slice(start, end)), BYTES.subarray(start, end))).toBe(0);
    }
    expect((await access.slice(5, 5)).byteLength).toBe(0);
    const stored = hub.requests.filter(({ at }) => at === "storage");
    expect(stored.map(({ method, headers }) => `${method} ${headers.range}`)).toEqual([
      "GET bytes=0-0",
      "GET bytes=299999-299999",
      "GET bytes=12-250016",
      "GET bytes=0-299999",
    ]);
    expect(hub.storage).not.toBe(hub.endpoint);
  });

  test("are told about as they come", async () => {
    const hub = await hubWith();
    let told = 0;
    const onBytes = (count: number) => {
      told += count;
    };
    await client(hub).access("main", LARGE).slice(1000, 201_000, { onBytes });
    expect(told).toBe(200_000);
  });
});

describe("a token", () => {
  test("opens what is private, and is never sent to the storage host", async () => {
    const hub = await hubWith({ access: "private", token: TOKEN });
    const options = { token: ` ${TOKEN}\n` };
    expect(await client(hub, options).files("main")).toHaveLength(2);
    expect(new Uint8Array(await part(hub, 3, 9, options))).toEqual(BYTES.slice(3, 9));
    const told = (at: string) =>
      hub.requests.filter((request) => request.at === at).map(({ headers }) => headers.authorization);
    expect(new Set(told("hub"))).toEqual(new Set([`Bearer ${TOKEN}`]));
    expect(told("storage")).toEqual([undefined]);
  });

  test("is asked for where a model is private, or is not there: the Hub does not say which", async () => {
    const hub = await hubWith({ access: "private", token: TOKEN });
    const error = await refusal(client(hub).files("main"));
    expect(error.fault).toBe("unauthorised");
    expect(error.message).toMatch(/^a\/b: there is no such model on the Hub, or it is private \(401\)\..*give a token/);
    expect((await refusal(client(hub, { token: "hf_other" }).files("main"))).message).toMatch(
      /^a\/b: the Hub does not open it for this token \(401\)\. Is the name rightly spelt, and the token right/,
    );
  });

  test("of a model with conditions says where to accept them", async () => {
    const hub = await hubWith({ access: "gated", token: TOKEN });
    expect(await client(hub).files("main")).toHaveLength(2);
    expect((await refusal(part(hub))).message).toMatch(
      /^a\/b: is open only to those who have accepted its conditions \(401\)\. Accept them on its page on the Hub, and give a token of yours/,
    );
    expect((await part(hub, 0, 5, { token: TOKEN })).byteLength).toBe(5);
  });

  test("is sent unencrypted to this computer only, is not shown in messages, and has no line breaks", () => {
    const make = (endpoint: string, token: string) => () => new HubClient("models", "a/b", { endpoint, token });
    expect(make("http://mirror.example", TOKEN)).toThrow(/is not encrypted; a token could be read on the way/);
    expect(make("http://127.0.0.1.example", TOKEN)).toThrow(/is not encrypted/);
    expect(make("https://mirror.example", TOKEN)).not.toThrow();
    expect(make("http://mirror.example", "  ")).not.toThrow();
    expect(make("https://mirror.example", "hf_a\r\nCookie: b")).toThrow(/^The token is none that a Hub gives out/);
    expect(make("https://mirror.example", "hf_a\r\nCookie: b")).not.toThrow(/hf_a/);
  });
});

test.each(["", "huggingface.co", "ftp://a.b", "https://me:secret@a.b", "https://a.b?c=d", "javascript:alert(1)"])(
  "%j is refused as an endpoint",
  (endpoint) => {
    expect(() => new HubClient("models", "a/b", { endpoint })).toThrow(/is no address of a Hub\. Write one such as/);
  },
);

describe("an answer that is not in order is refused in plain words:", () => {
  test("a connection that breaks off", async () => {
    const hub = await hubWith();
    hub.faults = [{ kind: "cut", afterBytes: 70_000, path: ".safetensors", times: 1 }];
    const error = await refusal(part(hub));
    expect(error.fault).toBe("network");
    expect(error.message).toMatch(/model%20%231\.safetensors: could not be fetched \(.+\)\. Is the network up/);
    expect((await part(hub)).byteLength).toBe(200_000);
  });

  test("no server", async () => {
    const hub = await hubWith();
    hub.stop();
    expect(await refusal(client(hub).files("main"))).toMatchObject({ name: "HubError", fault: "network" });
  });

  test.each([
    [1, /sent bytes 1000 to 200998 of 300000 instead of 1000 to 200999 of 300000\. Try again; has the model changed/],
    [-1, /sent bytes 1000 to 201000 of 300000 instead of 1000 to 200999 of 300000/],
  ])("a part that is %j byte too short", async (byBytes, message) => {
    const hub = await hubWith();
    hub.faults = [{ kind: "short", byBytes }];
    const error = await refusal(part(hub));
    expect(error.fault).toBe("length");
    expect(error.message).toMatch(message);
  });

  test.each([199_999, 200_001, 10_000_000])("%j bytes instead of 200000, without a word about it", async (length) => {
    const hub = await hubWith();
    const get = async () => new Response(new Uint8Array(length), { status: 206 });
    const error = await refusal(part(hub, 1000, 201_000, { get }));
    expect(error.fault).toBe("length");
    expect(error.message).toMatch(/sent (199999 bytes instead of|more than) 200000( bytes)?\. Try again/);
  });

  test("a file that has another size than the list said", async () => {
    const hub = await hubWith();
    const access = client(hub).access("main", { ...LARGE, sizeBytes: 299_000 });
    expect((await refusal(access.slice(0, 10))).message).toMatch(
      /sent bytes 0 to 9 of 300000 instead of 0 to 9 of 299000/,
    );
  });

  test("a page to log in at", async () => {
    const hub = await hubWith();
    hub.faults = [{ kind: "web-page" }];
    const error = await refusal(part(hub));
    expect(error.fault).toBe("server");
    expect(error.message).toMatch(
      /the server sent a web page instead of the file\..*does the network want you to log in/,
    );
  });

  test("too many questions, and a server that is out of order", async () => {
    const hub = await hubWith();
    hub.faults = [
      { kind: "status", status: 429, times: 1 },
      { kind: "status", status: 503, times: 1 },
    ];
    const busy = await refusal(part(hub));
    expect(busy.fault).toBe("busy");
    expect(busy.message).toMatch(/asked too often \(429\)\. Wait some minutes, or give a token/);
    const down = await refusal(part(hub));
    expect(down.fault).toBe("busy");
    expect(down.message).toMatch(/answered 503 Service Unavailable\. Try again later/);
  });

  test("a file that is gone, and a revision that is none", async () => {
    const hub = await hubWith();
    const gone = client(hub).access("main", { path: "gone.bin", sizeBytes: 10 });
    expect(await refusal(gone.slice(0))).toMatchObject({ fault: "missing" });
    expect(await client(hub).files("v9")).toBeUndefined();
    expect(await client(hub).commit("v9")).toBeUndefined();
  });

  test("a list that never ends", async () => {
    const get = async () => Response.json([], { headers: { link: '<?cursor=1>; rel="next"' } });
    const error = await refusal(new HubClient("models", "a/b", { get }).files("main"));
    expect(error.message).toBe("a/b: its list of files does not end. Use another model.");
  });

  test("a list that goes on elsewhere, where the token would be read", async () => {
    const elsewhere = await hubWith();
    const hub = await hubWith({ nextOrigin: elsewhere.endpoint, token: TOKEN });
    expect((await refusal(client(hub, { token: TOKEN }).files("main"))).message).toMatch(/goes on at another server/);
    expect(elsewhere.requests).toEqual([]);
  });

  test("what no Hub says", async () => {
    const asked = (answer: () => Response) => new HubClient("models", "a/b", { get: async () => answer() });
    const notJson = await refusal(asked(() => new Response("<html>")).files("main"));
    expect(notJson.message).toMatch(/did not answer with JSON\. Is https:\/\/huggingface\.co a Hub/);
    const endless = new Response(`[${" ".repeat(2 ** 25)}]`);
    expect((await refusal(asked(() => endless).files("main"))).message).toMatch(/did not answer with JSON/);
    for (const sizes of [-1, 0.5, "1"]) {
      const list = [{ type: "file", path: "config.json", size: sizes }];
      expect((await refusal(asked(() => Response.json(list)).files("main"))).message).toMatch(/is no list of files/);
    }
    const noCommit = asked(() => Response.json({ sha: "../../evil" }));
    expect((await refusal(noCommit.commit("main"))).message).toMatch(/does not say which commit "main" is/);
  });
});

describe("a server without ranges", () => {
  test("is asked once for a file, however many parts of it are wanted", async () => {
    const hub = await hubWith({ hasRanges: false });
    const access = client(hub).access("main", LARGE);
    const parts = await Promise.all([access.slice(5, 10), access.slice(100_000, 100_004)]);
    parts.push(await access.slice(299_999));
    expect(parts.map((bytes) => [...new Uint8Array(bytes)])).toEqual([
      [...BYTES.subarray(5, 10)],
      [...BYTES.subarray(100_000, 100_004)],
      [...BYTES.subarray(299_999)],
    ]);
    const before = hub.requests.length;
    await access.slice(17, 20);
    expect(hub.requests).toHaveLength(before);
  });

  test("is left where the file is too large to be held", async () => {
    const hub = await hubWith({ hasRanges: false });
    const access = client(hub).access("main", { ...LARGE, sizeBytes: 2 ** 31 });
    expect((await refusal(access.slice(0, 8))).message).toMatch(
      /nothing but the whole file, which has 2147483648 bytes/,
    );
  });
});

describe("a signal", () => {
  test("ends what is under way, with its own reason", async () => {
    const hub = await hubWith();
    hub.faults = [{ kind: "slow", bytesPerSecond: 20_000 }];
    const [ofClient, ofReader] = [new AbortController(), new AbortController()];
    const reason = new Error("stopped by hand");
    const first = part(hub, 0, 300_000, { signal: ofClient.signal });
    const second = client(hub).access("main", LARGE).slice(0, 300_000, { signal: ofReader.signal });
    setTimeout(() => ofClient.abort(reason), 50);
    setTimeout(() => ofReader.abort(reason), 50);
    await expect(first).rejects.toBe(reason);
    await expect(second).rejects.toBe(reason);
    await expect(part(hub, 0, 3, { signal: ofClient.signal })).rejects.toBe(reason);
  });

  test("of one reader takes nothing from another who waits for the same whole file", async () => {
    let asked = 0;
    const get: HubOptions["get"] = async (_, init) => {
      asked++;
      if (asked > 1) return new Response(BYTES);
      // A body that never ends, until it is given up.
      const start = (controller: ReadableStreamDefaultController) =>
        init?.signal?.addEventListener("abort", () => controller.error(init.signal?.reason));
      return new Response(new ReadableStream({ start }));
    };
    const access = new HubClient("models", "a/b", { get }).access("main", LARGE);
    const stopping = new AbortController();
    const first = access.slice(0, 10, { signal: stopping.signal });
    await new Promise((resolve) => setTimeout(resolve, 10));
    const second = access.slice(10, 20);
    stopping.abort(new Error("stopped"));
    await expect(first).rejects.toThrow("stopped");
    expect(new Uint8Array(await second)).toEqual(BYTES.slice(10, 20));
    expect(asked).toBe(2);
  });
});

test("nothing is asked of any server but the one that was chosen, and no cookie or referrer is sent", async () => {
  const hub = await hubWith();
  const inits: RequestInit[] = [];
  const origins = new Set<string>();
  const get: HubOptions["get"] = (url, init = {}) => {
    origins.add(new URL(url).origin);
    inits.push(init);
    return fetch(url, init);
  };
  const mirror = client(hub, { get, endpoint: `${hub.endpoint}/` });
  await mirror.files("main");
  await mirror.commit("main");
  await mirror.access("main", LARGE).slice(0, 3);
  expect([...origins]).toEqual([hub.endpoint]);
  expect(
    inits.every(({ credentials, referrerPolicy }) => credentials === "omit" && referrerPolicy === "no-referrer"),
  ).toBe(true);
});
