import { z } from "zod";
import { canonicalJson, toJsonValue } from "../json.js";
import type { Log } from "../log/log.js";
import { refuseSecretNames } from "../log/secret-names.js";
import { openStream, type StreamWriting } from "../log/stream.js";
import { defineStreamKind } from "../log/stream-kind.js";
import type { Redactor } from "../redact.js";
import { SpmError } from "../spm-error.js";
import { type GuideDocument, guideDocument } from "./document/guide-document.js";
import type { Guide } from "./guide.js";

/** Property names of an input are no secrets, whatever they are called. */
const asItIs: Redactor = {
  addSecret: () => undefined,
  text: (text) => text,
  json: (value) => value,
  bytes: (source) => source,
};

/** A version of a guide, under its hash, so that every past run can be printed with the guide it had. */
export const guideKind = defineStreamKind({
  name: "guide",
  events: { "guide.published": z.object({ document: guideDocument }) },
  fold: (_state: GuideDocument | undefined, { data }) => data.document,
  index: ({ client }) => ({ status: "published", subject: client }),
});

/**
 * Keeps this version of a guide in the log, once, exactly as it is: its hash must fit for ever.
 *
 * @throws SpmError `config.invalid` for a guide that holds the value of a secret.
 */
export async function publishGuide(log: Log, guide: Guide, writing: StreamWriting): Promise<void> {
  const text = canonicalJson(toJsonValue(guide.document));
  if (writing.redactor.text(text) !== text) {
    const issues = ["the guide holds the value of a secret; refer to it instead"];
    throw new SpmError(
      "config.invalid",
      `The guide of ${guide.document.client} cannot be kept: ${issues[0]}.`,
      { issues },
    );
  }
  refuseSecretNames(writing.redactor, { "actor id": writing.actor.id });
  const stream = await openStream(log, guideKind, guide.hash, { ...writing, redactor: asItIs });
  await stream.append((published) =>
    published === undefined ? [{ type: "guide.published", data: { document: guide.document } }] : [],
  );
}
