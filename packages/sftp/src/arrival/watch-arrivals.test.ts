import { tmpdir } from "node:os";
import { type FileSite, type FileStat, SpmError } from "@spm-ops/core";
import { createFakeClock } from "@spm-ops/core/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLocalSite } from "../site/local-site.js";
import { type ArrivalLook, watchArrivals } from "./watch-arrivals.js";

const orders = { name: "orders", matches: (name: string) => name.startsWith("orders") };
const accounts = { name: "accounts", matches: (name: string) => name.startsWith("accounts") };
const options = { folder: "/inbox", feeds: [orders, accounts], pollMs: 10, settleMs: 20 };

type Listed = Readonly<
  Record<string, { readonly sizeBytes: number; readonly modifiedAt: number } | undefined>
>;

/** A site whose folder shows these listings one after another; a missing one is a look that fails. */
function showing(listings: readonly (Listed | undefined)[]): FileSite {
  const pending = [...listings];
  return {
    ...createLocalSite({ root: tmpdir() }),
    async *list(folder): AsyncGenerator<FileStat> {
      const listed = pending.shift();
      if (listed === undefined) throw new SpmError("remote.unavailable", "no answer", { operation: "list" });
      for (const [name, stat] of Object.entries(listed))
        if (stat !== undefined) yield { path: `${folder}/${name}`, kind: "file", ...stat };
    },
  };
}

async function watch(listings: readonly (Listed | undefined)[]): Promise<readonly ArrivalLook[]> {
  const looks: ArrivalLook[] = [];
  for await (const look of watchArrivals(showing(listings), options, { clock: createFakeClock() })) {
    looks.push(look);
    if (looks.length === listings.length) break;
  }
  return looks;
}

const names = (looks: readonly ArrivalLook[]) =>
  looks.map(({ arrivals }) => arrivals.map(({ name, sizeBytes }) => `${name}:${sizeBytes}`).join(" "));
const file = (sizeBytes: number, modifiedAt = 0) => ({ sizeBytes, modifiedAt });

describe("watchArrivals", () => {
  test("tells an arrival once, and again when the file was replaced", async () => {
    const [first, second] = [{ orders: file(1) }, { orders: file(1, 1_000) }];
    const looks = await watch([first, first, first, first, first, second, second, second, second]);
    expect(names(looks)).toEqual(["", "", "orders:1", "", "", "", "", "orders:1", ""]);
  });

  test("tells a stranger once it has been seen twice", async () => {
    const looks = await watch([{ notes: file(1) }, { notes: file(1) }, { notes: file(1) }]);
    expect(looks.map(({ unexpected }) => unexpected)).toEqual([[], ["notes"], []]);
  });

  test("waits over a failed look, and tells why", async () => {
    const seen = { orders: file(1) };
    const looks = await watch([seen, undefined, seen, seen]);
    expect(looks[1]).toMatchObject({
      arrivals: [],
      unavailable: "no answer",
      feeds: [{ state: "settling" }, {}],
    });
    expect(names(looks)).toEqual(["", "", "orders:1", ""]);
  });

  test("ends with the signal's own reason", async () => {
    const controller = new AbortController();
    const watching = watchArrivals(showing([{}]), options, {
      clock: createFakeClock(),
      signal: controller.signal,
    });
    await watching.next();
    const reason = new Error("the service stops");
    controller.abort(reason);
    await expect(watching.next()).rejects.toBe(reason);
  });
});

/** What a folder shows over time: for each name and look, nothing or one of a few versions. */
const NAMES = ["orders_1", "orders_2", "accounts", "notes", "orders_3.part"];
const listings = fc.array(
  fc.record(
    Object.fromEntries(
      NAMES.map((name) => [
        name,
        fc.record({ sizeBytes: fc.constantFrom(3, 3, 3, 4), modifiedAt: fc.constantFrom(1, 1, 1, 2) }),
      ]),
    ),
    { requiredKeys: [] },
  ),
  { minLength: 1, maxLength: 25 },
);

/** The looks at which a name has been shown the same three times in a row, for the first time of that row. */
function expectedLooks(history: readonly Listed[], name: string, times: number): readonly number[] {
  let row = 0;
  return history.flatMap((listed, at) => {
    const [now, before] = [listed[name], history[at - 1]?.[name]];
    const same = now?.sizeBytes === before?.sizeBytes && now?.modifiedAt === before?.modifiedAt;
    row = now === undefined ? 0 : same ? row + 1 : 1;
    return row === times ? [at] : [];
  });
}

describe("whatever a folder shows", () => {
  test("each version of a file that stays arrives exactly once, and one that changes never does", async () => {
    await fc.assert(
      fc.asyncProperty(listings, async (history) => {
        const looks = await watch(history);
        for (const name of NAMES) {
          const told = looks.flatMap(({ arrivals }, at) =>
            arrivals.some((arrival) => arrival.name === name) ? [at] : [],
          );
          const isFinal = name !== "notes" && name !== "orders_3.part";
          expect(told).toEqual(isFinal ? expectedLooks(history, name, 3) : []);
        }
      }),
    );
  });

  test("a name that no feed matches is told, and nothing that is listed is told nowhere", async () => {
    await fc.assert(
      fc.asyncProperty(listings, async (history) => {
        const looks = await watch(history);
        const told = looks.flatMap(({ unexpected }, at) => unexpected.map(() => at));
        expect(told).toEqual(expectedLooks(history, "notes", 2));
        for (const [at, listed] of history.entries()) {
          const sighted = looks[at]?.feeds.flatMap(({ files }) => files.map(({ name }) => name)) ?? [];
          expect([...sighted].sort()).toEqual(
            Object.keys(listed)
              .filter((name) => name !== "notes")
              .sort(),
          );
        }
      }),
    );
  });
});
