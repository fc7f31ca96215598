import { isSpmError, sha256 } from "@spm-ops/core";
import { expect } from "vitest";
import { joinSitePath } from "../../site/site-path.js";
import { promoteFile } from "../promote-file.js";
import type { Promotion } from "../promotion.js";
import type { CrashSeen, CrashSubject } from "./crash-matrix.js";
import { DELIVERED, DELIVERED_NEXT, HISTORY_NAME, INBOX, RESERVED } from "./crash-place.js";

/** The promotion of what was validated, with its bytes at hand. */
export function promotionSubject(): CrashSubject {
  return {
    async perform({ ours }, { folder, source, localCopy }, clock) {
      const promotion: Promotion = {
        source,
        sha256: sha256(DELIVERED),
        localCopy,
        folder: joinSitePath(folder, "history"),
        name: HISTORY_NAME,
      };
      try {
        const { path } = await promoteFile(ours, promotion, { clock });
        return { path, asked: false };
      } catch (error) {
        if (!isSpmError(error, "file.ambiguous")) throw error;
        const { path } = await promoteFile(ours, promotion, { clock });
        return { path, asked: true };
      }
    },
    check: checkPromotion,
  };
}

/** Nothing lost, nothing overwritten, exactly one copy of what was validated, nothing else under a name of it. */
function checkPromotion({ outcome, place, scenario, holdings, cameMeanwhile, lateChange }: CrashSeen): void {
  const inHistory = new Map([...holdings].filter(([path]) => path.startsWith("history/")));
  const copies = [...inHistory].filter(([, text]) => text === DELIVERED).map(([path]) => path);
  expect(
    copies.map((path) => joinSitePath(place.folder, path)),
    "copies of what was validated",
  ).toEqual([outcome.path]);
  if (scenario.stays !== undefined) expect(inHistory.get(RESERVED), "what had the name").toBe(scenario.stays);

  const isReplaced =
    scenario.redelivers === "before" || (scenario.redelivers === "meanwhile" && cameMeanwhile);
  const next = [...holdings].filter(([, text]) => text === DELIVERED_NEXT).map(([path]) => path);
  // A rename of ours that the server executes after the customer came again moves the new file. It is kept, and told.
  const mayBeMoved = scenario.redelivers === "meanwhile" && lateChange;
  const places = isReplaced ? [INBOX, ...(mayBeMoved ? [RESERVED] : [])] : [];
  if (isReplaced) expect(next, "what the customer delivered next").toHaveLength(1);
  expect(places).toEqual(expect.arrayContaining(next));
  if (outcome.asked) expect(next, "why a person was asked").toEqual([RESERVED]);

  const known = (scenario.stays === undefined ? 0 : 1) + 1 + next.length;
  expect(holdings.size, `files there: ${[...holdings.keys()].join(", ")}`).toBe(known);
}
