// Philox4x32-10, as src/graddrop/philox.ts computes it: the same bits. Unrolled, without vectors and without calls: a software
// adapter takes less than half the time for that (SwiftShader, measured 2026-11).
fn philox(counter: vec4u, key: vec2u) -> vec4u {
  var x = counter.x;
  var y = counter.y;
  var z = counter.z;
  var w = counter.w;
#unroll i 10
  // The high words of x * 0xd2511f53 and z * 0xcd9e8d57, from 16-bit halves; no partial sum leaves 32 bits.
  let xLow{i} = x & 0xffffu;
  let xHigh{i} = x >> 16u;
  let zLow{i} = z & 0xffffu;
  let zHigh{i} = z >> 16u;
  let xMiddle{i} = xHigh{i} * 0x1f53u + ((xLow{i} * 0x1f53u) >> 16u);
  let zMiddle{i} = zHigh{i} * 0x8d57u + ((zLow{i} * 0x8d57u) >> 16u);
  let xTop{i} = xHigh{i} * 0xd251u + (xMiddle{i} >> 16u) + ((xLow{i} * 0xd251u + (xMiddle{i} & 0xffffu)) >> 16u);
  let zTop{i} = zHigh{i} * 0xcd9eu + (zMiddle{i} >> 16u) + ((zLow{i} * 0xcd9eu + (zMiddle{i} & 0xffffu)) >> 16u);
  let xBottom{i} = x * 0xd2511f53u;
  let zBottom{i} = z * 0xcd9e8d57u;
  x = zTop{i} ^ y ^ (key.x + {i}u * 0x9e3779b9u);
  y = zBottom{i};
  z = xTop{i} ^ w ^ (key.y + {i}u * 0xbb67ae85u);
  w = xBottom{i};
#end
  return vec4u(x, y, z, w);
}
