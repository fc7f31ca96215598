import { type Clock, type FileSite, isSpmError, sha256 } from "@spm-ops/core";
import { expect } from "vitest";
import { joinSitePath } from "../../site/site-path.js";
import { claimFile } from "../claim-file.js";
import type { ClaimedFile } from "../list-claims.js";
import { attempt } from "../patience.js";
import { promoteFile } from "../promote-file.js";
import type { CrashSeen, CrashSubject } from "./crash-matrix.js";
import { type CrashPlace, DELIVERED, DELIVERED_NEXT, HISTORY_NAME, RESERVED } from "./crash-place.js";

/** What a service has written down of one delivery. */
interface Journal {
  claimed?: ClaimedFile;
  text?: string;
}

/** Claiming a delivery, reading it, and promoting it from its claim, with each step written down when it is done. */
export function claimSubject(): CrashSubject {
  const journals = new Map<string, Journal>();
  const journalOf = ({ folder }: CrashPlace) => {
    const journal = journals.get(folder) ?? {};
    journals.set(folder, journal);
    return journal;
  };
  return {
    async perform({ ours }, place, clock) {
      const journal = journalOf(place);
      journal.claimed ??= await claim(ours, place, clock);
      journal.text ??= await readText(ours, journal.claimed.path, clock);
      const { path } = await promoteFile(
        ours,
        {
          source: journal.claimed,
          sha256: sha256(journal.text),
          folder: joinSitePath(place.folder, "history"),
          name: journal.text === DELIVERED ? HISTORY_NAME : HISTORY_NAME.replace("040506", "050607"),
        },
        { clock },
      );
      return { path, asked: false };
    },
    check: (seen) => checkClaim(seen, journalOf(seen.place).text),
  };
}

/** The customer may have replaced it before it was ours: then the new one is claimed, as an arrival of its own. */
async function claim(site: FileSite, { source }: CrashPlace, clock: Clock): Promise<ClaimedFile> {
  try {
    return await claimFile(site, { source, id: "first" }, { clock });
  } catch (error) {
    if (!isSpmError(error, "file.changed")) throw error;
    const next = await site.stat(source.path);
    if (next === undefined) throw error;
    return claimFile(site, { source: next, id: "next" }, { clock });
  }
}

async function readText(site: FileSite, path: string, clock: Clock): Promise<string> {
  for (;;) {
    const { result } = await attempt(async () => {
      const pieces: Uint8Array[] = [];
      for await (const piece of (await site.read(path)).bytes) pieces.push(piece);
      return Buffer.concat(pieces).toString();
    });
    if (result !== undefined) return result;
    await clock.wait(500);
  }
}

/** What was claimed is in the history, once, under its own name; what came later lies where it can be found. */
function checkClaim({ outcome, place, scenario, holdings, cameMeanwhile }: CrashSeen, text = ""): void {
  const at = (wanted: string) => [...holdings].filter(([, each]) => each === wanted).map(([path]) => path);
  expect(
    at(text).map((path) => joinSitePath(place.folder, path)),
    "copies of what was claimed",
  ).toEqual([outcome.path]);
  if (scenario.stays !== undefined) expect(holdings.get(RESERVED), "what had the name").toBe(scenario.stays);
  if (cameMeanwhile && scenario.redelivers === "meanwhile") {
    expect(at(DELIVERED_NEXT), "what the customer delivered next").toHaveLength(1);
  } else {
    expect(text, "what was claimed").toBe(DELIVERED);
  }
  const unvalidated = [...holdings].filter(([path, each]) => path.startsWith("history/") && each !== text);
  expect(unvalidated, "what else is in the history").toEqual(
    scenario.stays === undefined ? [] : [[RESERVED, scenario.stays]],
  );
}
