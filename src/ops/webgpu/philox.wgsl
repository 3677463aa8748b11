// Philox4x32-10, as src/graddrop/philox.ts computes it: the same bits.

fn mulHigh(a: u32, b: u32) -> u32 {
  let a0 = a & 0xffffu;
  let a1 = a >> 16u;
  let b0 = b & 0xffffu;
  let b1 = b >> 16u;
  let middle = a1 * b0 + ((a0 * b0) >> 16u);
  let side = a0 * b1 + (middle & 0xffffu);
  return a1 * b1 + (middle >> 16u) + (side >> 16u);
}

fn philox(counter: vec4u, key: vec2u) -> vec4u {
  var x = counter;
  var k = key;
  for (var round = 0u; round < 10u; round++) {
    let high0 = mulHigh(x.x, 0xd2511f53u);
    let low0 = x.x * 0xd2511f53u;
    let high1 = mulHigh(x.z, 0xcd9e8d57u);
    let low1 = x.z * 0xcd9e8d57u;
    x = vec4u(high1 ^ x.y ^ k.x, low1, high0 ^ x.w ^ k.y, low0);
    k += vec2u(0x9e3779b9u, 0xbb67ae85u);
  }
  return x;
}
