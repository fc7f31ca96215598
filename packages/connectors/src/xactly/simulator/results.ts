/** The results of statements, which the address of an answer leads to. They do not outlive the process. */
export interface Results {
  keep(rows: readonly (readonly string[])[]): string;
  get(id: string): readonly (readonly string[])[] | undefined;
}

const MOST_KEPT = 1_000;

/** Creates the results of a business; the oldest make room. */
export function createResults(createId: () => string): Results {
  const kept = new Map<string, readonly (readonly string[])[]>();
  return {
    keep(rows) {
      const id = createId();
      kept.set(id, rows);
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_KEPT) break;
        kept.delete(oldest);
      }
      return id;
    },
    get: (id) => kept.get(id),
  };
}
