/** What was seen so far, and a way to wait until there is so much of it. */
export function createSeen<Item>() {
  const all: Item[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  return {
    all,
    add(item: Item): void {
      all.push(item);
      for (const { count, resolve } of waiting) if (all.length >= count) resolve();
    },
    until: (count: number): Promise<void> =>
      all.length >= count ? Promise.resolve() : new Promise((resolve) => waiting.push({ count, resolve })),
  };
}
