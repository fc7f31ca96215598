import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createFakeClock } from "@spm-ops/core/testing";
import { describe, expect, test } from "vitest";
import { startSandboxSite } from "../site/sandbox-site-fixture.js";
import { awaitDeliveries } from "./await-deliveries.js";
import { createNameWatch } from "./suspect-name.js";
import { type ArrivalLook, watchArrivals } from "./watch-arrivals.js";

const COMPOSED = "pr\u00e4mien.csv";
const DECOMPOSED = COMPOSED.normalize("NFD");
const feeds = [{ name: "bonuses", matches: (name: string) => name === COMPOSED }];

describe("createNameWatch", () => {
  test("forgets a name that is gone, and its twin stands alone again", () => {
    const names = createNameWatch();
    for (const name of [COMPOSED, DECOMPOSED, "a\nb", "orders.csv"]) names.appeared(name);
    names.appeared(COMPOSED);
    expect(names.suspects()).toEqual([
      { name: "a\nb", defects: ["control-character"], twins: [] },
      { name: DECOMPOSED, defects: [], twins: [COMPOSED] },
      { name: COMPOSED, defects: [], twins: [DECOMPOSED] },
    ]);
    for (const name of [DECOMPOSED, "a\nb", "never there"]) names.gone(name);
    expect(names.suspects()).toEqual([]);
  });
});

describe("a folder with names of a bad kind", () => {
  test("is watched on, and each of them is told once", async () => {
    await using sandboxSite = await startSandboxSite();
    const { root, sandbox } = sandboxSite;
    for (const name of [COMPOSED, DECOMPOSED]) await writeFile(join(root, name), "x");
    await writeFile(Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9])]), "x");
    const long = "x".repeat(300);
    sandbox.faults.inventedNames = [`../${COMPOSED}`, "\u202egnp.csv", long];
    const site = await sandboxSite.open();
    const looks: ArrivalLook[] = [];
    const options = { folder: "//", feeds, pollMs: 10, settleMs: 10 };
    for await (const look of watchArrivals(site, options, { clock: createFakeClock() })) {
      looks.push(look);
      if (looks.length === 3) break;
    }
    const told = looks.flatMap(({ suspectNames }) => suspectNames);
    expect(told.map(({ name, defects }) => `${name}: ${defects}`).sort()).toEqual(
      [
        `${COMPOSED}: `,
        `${DECOMPOSED}: `,
        "caf\ufffd: not-utf-8",
        `../${COMPOSED}: climbing`,
        "\u202egnp.csv: direction-mark",
        `${long}: too-long`,
      ].sort(),
    );
    expect(looks[0]?.suspectNames).toHaveLength(6);
    expect(looks[1]?.unexpected).toHaveLength(4);
    // The name that climbs takes nothing from the file whose name it ends with.
    expect(
      looks
        .flatMap(({ arrivals }) => arrivals)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([`/${COMPOSED}`, `/${DECOMPOSED}`].sort());
  });

  test("holds two files of a feed where the names are twins, which is said", async () => {
    await using sandboxSite = await startSandboxSite();
    for (const name of [COMPOSED, DECOMPOSED]) await writeFile(join(sandboxSite.root, name), "x");
    const site = await sandboxSite.open();
    const options = { folder: "/", feeds, pollMs: 10, settleMs: 10, deadlineMs: 1_000 };
    const waiting = awaitDeliveries(site, options, { clock: createFakeClock() });
    await expect(waiting).rejects.toMatchObject({ code: "file.ambiguous" });
    await expect(waiting).rejects.toThrow(/accents apart/);
    const taken = await awaitDeliveries(
      site,
      { ...options, onSeveral: "newest" },
      { clock: createFakeClock() },
    );
    expect(taken.suspectNames.map(({ name }) => name)).toEqual([COMPOSED, DECOMPOSED].sort());
  });
});
