/** Whether an adapter computes on the processor. Browsers that do not tell have none that does. */
export function isSoftware(info: GPUAdapterInfo): boolean {
  const words = [info.description, info.vendor, info.architecture, info.device].join(" ");
  return info.isFallbackAdapter === true || /swiftshader|llvmpipe|basic render/i.test(words);
}
