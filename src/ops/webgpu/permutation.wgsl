// The keyed permutation of src/graddrop/permutation.ts, once through its Feistel network: the caller walks on while the
// image is not below the size.

// The last step of MurmurHash3.
fn mixBits(x: u32) -> u32 {
  var hash = (x ^ (x >> 16u)) * 0x85ebca6bu;
  hash = (hash ^ (hash >> 13u)) * 0xc2b2ae35u;
  return hash ^ (hash >> 16u);
}

fn feistel(index: u32, lowBits: u32, lowMask: u32, highMask: u32, even: vec4u, odd: vec4u) -> u32 {
  var low = index & lowMask;
  var high = index >> lowBits;
#unroll i 4
  high ^= mixBits(low ^ even[{i}]) & highMask;
  low ^= mixBits(high ^ odd[{i}]) & lowMask;
#end
  return (high << lowBits) | low;
}
