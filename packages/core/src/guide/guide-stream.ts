import { z } from "zod";
import type { Log } from "../log/log.js";
import { openStream, type StreamWriting } from "../log/stream.js";
import { defineStreamKind } from "../log/stream-kind.js";
import type { Guide } from "./guide.js";
import { type GuideDocument, guideDocument } from "./guide-document.js";

/** A version of a guide, under its hash, so that every past run can be printed with the guide it had. */
export const guideKind = defineStreamKind({
  name: "guide",
  events: { "guide.published": z.object({ document: guideDocument }) },
  fold: (_state: GuideDocument | undefined, { data }) => data.document,
  index: ({ client }) => ({ status: "published", subject: client }),
});

/** Keeps this version of a guide in the log, once. */
export async function publishGuide(log: Log, guide: Guide, writing: StreamWriting): Promise<void> {
  const stream = await openStream(log, guideKind, guide.hash, writing);
  await stream.append((published) =>
    published === undefined ? [{ type: "guide.published", data: { document: guide.document } }] : [],
  );
}
