// Cross-entropy of each row and its gradient by the logits, times `scale` (1 / rows that count). A negative label does not
// count. Serves classes of sequences and tokens, and places in a text alike: then a row's classes are its tokens.
#include groups

struct Params {
  rows: u32,
  classes: u32,
  scale: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
#buffer read logits: array<f32>
#buffer read labels: array<i32>
#buffer write losses: array<f32>
#buffer write gradient: array<f32>

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) local: u32,
) {
  let row = groupNumber(group, groups) * 64u + local;
  if (row >= params.rows) { return; }
  let start = row * params.classes;
  let label = labels[row];
  var most = logits[start];
  for (var c = 1u; c < params.classes; c++) { most = max(most, logits[start + c]); }
  var sum = 0.0;
  for (var c = 0u; c < params.classes; c++) { sum += exp(logits[start + c] - most); }
  let scale = select(0.0, params.scale, label >= 0);
  for (var c = 0u; c < params.classes; c++) {
    let target_ = select(0.0, 1.0, i32(c) == label);
    gradient[start + c] = (exp(logits[start + c] - most) / sum - target_) * scale;
  }
  losses[row] = 0.0;
  if (label >= 0) { losses[row] = (log(sum) + most - logits[start + u32(label)]) * scale; }
}
