import { describe, expect, test } from "vitest";
import { CheckpointError, httpSource } from "../../src/checkpoint/index.ts";

const answer = (body: BodyInit | null, init?: ResponseInit) => async () => new Response(body, init);

test("reads a file below the address, with or without a slash at its end", async () => {
  for (const base of ["https://example.org/models/mini", "https://example.org/models/mini/"]) {
    const asked: string[] = [];
    const source = httpSource(base, async (url) => {
      asked.push(url);
      return new Response(Uint8Array.of(1, 2, 3));
    });
    expect([...(await source.read("config.json"))]).toEqual([1, 2, 3]);
    expect(asked).toEqual(["https://example.org/models/mini/config.json"]);
    expect(source.describe).toBe(base);
  }
});

describe("says what went wrong", () => {
  test.each([
    ["a missing file", answer("", { status: 404 }), /m\/config\.json: not found \(404\)/],
    ["a server in trouble", answer("", { status: 503, statusText: "Unavailable" }), /answered 503 Unavailable/],
    [
      "a page instead of the file",
      answer("<p>", { headers: { "content-type": "text/html; charset=utf-8" } }),
      /web page/,
    ],
    ["an undeclared page", answer("\n<!DOCTYPE html><html>"), /web page instead of config\.json.*check the address/],
    ["no network", () => Promise.reject(new TypeError("fetch failed")), /could not be fetched \(fetch failed\)/],
  ])("%s", async (_, get, message) => {
    const reading = httpSource("m", get).read("config.json");
    await expect(reading).rejects.toThrow(CheckpointError);
    await expect(reading).rejects.toThrow(message);
  });

  test("a connection that breaks in the middle", async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("reset")) });
    await expect(httpSource("m", answer(broken)).read("f")).rejects.toThrow(/m\/f: could not be fetched \(reset\)/);
  });
});
