/**
 * The lower triangle of a symmetric matrix, row after row.
 *
 * A plain array: made anew for every run, it costs a fraction of a typed one, which lives outside the heap.
 */
export type PackedMatrix = readonly number[];

function packedSize(columns: number): number {
  return (columns * (columns + 1)) / 2;
}

/** Where an element of the lower triangle lies, for row ≥ column. */
export function packedIndex(row: number, column: number): number {
  return (row * (row + 1)) / 2 + column;
}

/** A matrix with these on its diagonal and nothing beside it. */
export function packedDiagonal(diagonal: readonly number[]): PackedMatrix {
  const matrix = new Array<number>(packedSize(diagonal.length)).fill(0);
  diagonal.forEach((value, at) => {
    matrix[packedIndex(at, at)] = value;
  });
  return matrix;
}
