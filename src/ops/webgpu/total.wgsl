// The sum of a vector, by one workgroup, always in the same order.
struct Params {
  size: u32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read x: array<f32>
#buffer write out: array<f32>

var<workgroup> partial: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(local_invocation_index) local: u32) {
  var sum = 0.0;
  for (var i = local; i < params.size; i += 64u) { sum += x[i]; }
  partial[local] = sum;
  workgroupBarrier();
  for (var step = 32u; step > 0u; step /= 2u) {
    if (local < step) { partial[local] += partial[local + step]; }
    workgroupBarrier();
  }
  if (local == 0u) { out[0] = partial[0]; }
}
