/** tfjs's WebGPU backend in Node, on the device that Dawn (npm package "webgpu") offers. */
/** Kept: Dawn crashes when it is collected while a device lives. */
let instance: GPU | undefined;

/** @throws Error when Dawn is not installed for this platform, or finds no Vulkan, Metal or D3D12 adapter */
export async function registerWebgpu(): Promise<void> {
  const dawn = await import("webgpu").catch((cause: unknown) => {
    throw new Error(
      'Backend "webgpu" needs the npm package "webgpu", which has no build for this platform. Use --backend wasm.',
      { cause },
    );
  });
  Object.assign(globalThis, dawn.globals);
  instance ??= dawn.create([]);
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new Error(
      "WebGPU finds no graphics adapter on this machine (on Linux: is a Vulkan driver installed?). Use --backend wasm.",
    );
  }
  const { useAdapter } = await import("../ops/webgpu/device.ts");
  await asIfInBrowser(() => useAdapter(adapter));
}

/** tfjs 4.22 refuses to make the backend where it sees neither a window nor a worker with a GPU; afterwards it asks no more. */
async function asIfInBrowser<T>(make: () => Promise<T>): Promise<T> {
  const before = ["WorkerGlobalScope", "navigator"].map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const,
  );
  for (const [name] of before) Object.defineProperty(globalThis, name, { value: { gpu: {} }, configurable: true });
  try {
    return await make();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  }
}
