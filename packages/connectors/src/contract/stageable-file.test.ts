import type { FileSite } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { toStageableFile } from "./stageable-file.js";

const stat = { path: "/history/a.csv", kind: "file", sizeBytes: 3, modifiedAt: 0 } as const;

describe("toStageableFile", () => {
  test("has the name of the file on the site, and reads it anew each time", async () => {
    let reads = 0;
    const site: Pick<FileSite, "read"> = {
      async read() {
        reads += 1;
        return {
          stat,
          bytes: (async function* () {
            yield Buffer.from("a,b");
          })(),
        };
      },
    };
    const file = toStageableFile(site, { path: stat.path, sizeBytes: 3, sha256: "00" });
    expect(file).toMatchObject({ name: "a.csv", sizeBytes: 3, sha256: "00" });
    for (let time = 0; time < 2; time += 1) {
      for await (const piece of file.open()) expect(Buffer.from(piece).toString()).toBe("a,b");
    }
    expect(reads).toBe(2);
  });
});
