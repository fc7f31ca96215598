import type { StreamQuery } from "./log.js";

/** How many rows are held at a time, however many there are. */
const PAGE = 500;

/** Reads what may be long a page at a time, each page after the last item of the one before. */
export async function* readPages<Item>(
  limit: number | undefined,
  readPage: (after: Item | undefined, limit: number) => Promise<readonly Item[]>,
): AsyncIterable<Item> {
  let last: Item | undefined;
  for (let left = limit ?? Number.POSITIVE_INFINITY; left > 0; ) {
    const wanted = Math.min(left, PAGE);
    const page = await readPage(last, wanted);
    yield* page;
    if (page.length < wanted) return;
    left -= page.length;
    last = page.at(-1);
  }
}

/** What is due comes in an order of its own. */
export function assertListable({ dueByMs, first, after }: StreamQuery): void {
  if (dueByMs !== undefined && (first !== undefined || after !== undefined))
    throw new TypeError("dueByMs gives an order of its own; leave out first and after");
}
