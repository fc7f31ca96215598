import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle, RejectFile } from "../contract/spm-connector.js";
import type { DropSite } from "./drop-site.js";
import { findRejects, pollDrop, toSignalledDrop } from "./drop-verdict.js";
import { toName } from "./site-look.js";

/** The files with rows that the vendor did not take, as they lie on the site. */
export async function* readRejects(
  drops: DropSite,
  handle: Handle,
  call: ConnectorCall,
): AsyncGenerator<RejectFile> {
  const files = await findRejects(drops, await toSignalledDrop(drops, handle, call), call);
  for (const { path } of files)
    yield { name: toName(path), bytes: (await drops.site.read(path, call)).bytes };
  if (files.length > 0) return;
  const poll = await pollDrop(drops, handle, call);
  if (poll.state === "running" || poll.outcome.state !== "succeeded-with-rejects") return;
  const operation = "read the rows that were not taken";
  throw new SpmError("remote.not-found", "Rows were rejected, but no file with them lies on the site.", {
    operation,
  });
}
