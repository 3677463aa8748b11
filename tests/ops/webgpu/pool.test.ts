import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BufferPool, sizeClass } from "../../../src/ops/webgpu/pool.ts";

/** A device that only makes buffers, knows which of them live, and has room for buffers up to a size. */
function fakeDevice(roomBytes = Number.POSITIVE_INFINITY) {
  const alive = new Set<object>();
  let fault: object | null = null;
  const device = {
    pushErrorScope() {
      fault = null;
    },
    popErrorScope: () => Promise.resolve(fault),
    createBuffer({ size }: { size: number }) {
      if (size > roomBytes) fault = { message: "no room" };
      const buffer = { size, destroy: () => alive.delete(buffer) };
      alive.add(buffer);
      return buffer;
    },
  };
  const bytes = () => [...alive].reduce<number>((sum, buffer) => sum + (buffer as { size: number }).size, 0);
  return { device: device as unknown as GPUDevice, alive, bytes };
}

function poolOf({ device } = fakeDevice()): BufferPool {
  return new BufferPool(device, (askedBytes) => {
    throw new Error(`there was no room for ${askedBytes} bytes`);
  });
}

describe("buffers are lent again", () => {
  test("to the next who asks for as much, or for somewhat less", () => {
    const fake = fakeDevice();
    const pool = poolOf(fake);
    const first = pool.acquire(4096);
    pool.release(first);
    expect(pool.acquire(4096)).toBe(first);
    pool.release(first);
    expect(pool.acquire(3000)).toBe(first);
    expect(fake.alive.size).toBe(1);
  });

  test("never to two at once", () => {
    const pool = poolOf();
    const sizes = fc.array(fc.record({ size: fc.integer({ min: 1, max: 5000 }), keep: fc.boolean() }), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(sizes, (asked) => {
        const held = new Set<GPUBuffer>();
        for (const { size, keep } of asked) {
          const buffer = pool.acquire(size);
          expect(held.has(buffer)).toBe(false);
          expect(buffer.size).toBeGreaterThanOrEqual(size);
          if (keep) held.add(buffer);
          else pool.release(buffer);
        }
        for (const buffer of held) pool.release(buffer);
      }),
    );
    expect(pool.lentBytes).toBe(0);
  });

  test("the smallest that fits, whatever the order in which they came back", () => {
    const pool = poolOf();
    const sizes = [2048, 1024, 1536, 1280];
    const buffers = sizes.map((size) => pool.acquire(size));
    for (const buffer of buffers) pool.release(buffer);
    expect(pool.acquire(1200).size).toBe(1280);
    expect(pool.acquire(1200).size).toBe(1536);
    expect(pool.acquire(1200).size).toBe(2048);
    expect(pool.acquire(1000).size).toBe(1024);
  });

  test("but not one more than twice as large as asked for", () => {
    const pool = poolOf();
    const large = pool.acquire(1 << 20);
    pool.release(large);
    expect(pool.acquire(1024)).not.toBe(large);
    expect(pool.acquire(1 << 19)).toBe(large);
  });
});

test("a batch like one before makes nothing new", () => {
  const fake = fakeDevice();
  const pool = poolOf(fake);
  const sequence = (scale: number) => {
    const held = [300, 5000, 128, 70_000, 5000].map((size) => pool.acquire(size * scale));
    for (const buffer of held) pool.release(buffer);
  };
  sequence(1);
  const afterFirst = fake.bytes();
  for (const scale of [1, 0.97, 1]) sequence(scale);
  expect(fake.bytes()).toBe(afterFirst);
  expect(pool.sizeBytes).toBe(afterFirst);
});

test("what is lent and what was made is counted in bytes", () => {
  const fake = fakeDevice();
  const pool = poolOf(fake);
  const [a, b] = [pool.acquire(1000), pool.acquire(50_000)];
  expect(pool.lentBytes).toBe(a.size + b.size);
  pool.release(a);
  expect(pool.lentBytes).toBe(b.size);
  expect(pool.sizeBytes).toBe(fake.bytes());
  expect([pool.owns(a), pool.owns(b)]).toEqual([false, true]);
});

test("giving back twice, or a stranger's buffer, is an error", () => {
  const pool = poolOf();
  const buffer = pool.acquire(512);
  pool.release(buffer);
  expect(() => pool.release(buffer)).toThrow("given back twice");
  expect(() => pool.release(poolOf().acquire(512))).toThrow("not of this pool");
  const again = pool.acquire(512);
  expect(again).toBe(buffer);
  expect(pool.acquire(512)).not.toBe(buffer);
});

test("whoever made the pool hears when there was no room for a buffer, and how large it was to be", async () => {
  const askedBytes: number[] = [];
  const pool = new BufferPool(fakeDevice(10_000).device, (bytes) => askedBytes.push(bytes));
  pool.acquire(8192);
  pool.acquire(16_384);
  pool.acquire(256);
  await Promise.resolve();
  expect(askedBytes).toEqual([16_384]);
});

test("trimming destroys what is free and nothing that is lent", () => {
  const fake = fakeDevice();
  const pool = poolOf(fake);
  const [lent, free] = [pool.acquire(1000), pool.acquire(9000)];
  pool.release(free);
  pool.trim();
  expect([...fake.alive]).toEqual([lent]);
  expect(pool.sizeBytes).toBe(fake.bytes());
  expect(pool.acquire(9000)).not.toBe(free);
  pool.release(lent);
});

test("sizes fall into four classes an octave: at most a quarter more than asked for, and never less", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 34 }), (size) => {
      const found = sizeClass(size);
      expect(found).toBeGreaterThanOrEqual(size);
      expect(found).toBeLessThanOrEqual(Math.max(256, size * 1.25));
      expect(found % 64).toBe(0);
      expect(sizeClass(found)).toBe(found);
    }),
  );
  const inOctave = new Set(Array.from({ length: 1024 }, (_, i) => sizeClass(1025 + i)));
  expect([...inOctave]).toEqual([1280, 1536, 1792, 2048]);
});
