// Rows are summed by LANES threads each: one on a software adapter, where threads wait for each other at a price.
#if SHARED
var<workgroup> partial: array<vec2f, THREADS>;
#endif

// The sums of two values over the lanes of a row; every lane gets them.
fn sumLanes(local: u32, value: vec2f) -> vec2f {
#if SHARED
  partial[local] = value;
  workgroupBarrier();
  let lane = local % LANES;
  for (var step = LANES / 2u; step > 0u; step /= 2u) {
    if (lane < step) { partial[local] += partial[local + step]; }
    workgroupBarrier();
  }
  let sum = partial[local - lane];
  workgroupBarrier();
  return sum;
#else
  return value;
#endif
}
