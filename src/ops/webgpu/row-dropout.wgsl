#include dropout

// Dropout's factors of one `V` of a row.
fn factorsAt(dropout: Dropout, place: u32, column: u32, columns: u32) -> V {
#if VEC
  return dropoutFactors(dropout, place, column * 4u, columns * 4u);
#else
  return dropoutFactors(dropout, place, column, columns)[column % 4u];
#endif
}
