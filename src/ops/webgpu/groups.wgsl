// More than 65,535 workgroups are spread over two dimensions (Gpu.run); those beyond the last one find nothing to do.

fn groupNumber(id: vec3u, count: vec3u) -> u32 {
  return id.y * count.x + id.x;
}
