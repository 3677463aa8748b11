// Sums of a first stage: each has a row of SLOTS numbers, how many pieces it comes in and then those.
#buffer write sums: array<f32>

fn putSum(row: u32, piece: u32, pieces: u32, sum: f32) {
  sums[row * SLOTS + 1u + piece] = sum;
  if (piece == 0u) { sums[row * SLOTS] = f32(pieces); }
}
