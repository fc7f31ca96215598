/**
 * Uses what was opened, and closes it however that ends.
 *
 * @template Opened, Result
 * @param {Opened & AsyncDisposable} opened
 * @param {(opened: Opened) => Promise<Result>} work
 */
export async function use(opened, work) {
  try {
    return await work(opened);
  } finally {
    await opened[Symbol.asyncDispose]();
  }
}
