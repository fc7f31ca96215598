/**
 * The lower triangle of a symmetric matrix, row after row.
 *
 * A plain array takes a fifth less than a typed one, which lives outside the heap. It is filled from its beginning
 * and never made by its length: an array that could have holes gives every number that is read a place on the heap.
 */
export type PackedMatrix = number[];

/** An element, wherever it is asked for. */
export function packedAt(matrix: PackedMatrix, row: number, column: number): number {
  return matrix[row >= column ? packedIndex(row, column) : packedIndex(column, row)] ?? 0;
}

/** Where an element of the lower triangle lies, for row ≥ column. */
export function packedIndex(row: number, column: number): number {
  return (row * (row + 1)) / 2 + column;
}

/** A matrix with these on its diagonal and nothing beside it. */
export function packedDiagonal(diagonal: readonly number[]): PackedMatrix {
  const matrix: number[] = [];
  diagonal.forEach((value, row) => {
    for (let column = 0; column < row; column += 1) matrix.push(0);
    matrix.push(value);
  });
  return matrix;
}
