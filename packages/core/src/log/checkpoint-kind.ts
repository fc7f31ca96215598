import { z } from "zod";
import { defineStreamKind } from "./stream-kind.js";

const sha256Text = z.string().regex(/^[0-9a-f]{64}$/);

const sealedHead = z.object({
  kind: z.string(),
  id: z.string(),
  seq: z.int().positive(),
  hash: sha256Text,
});

const checkpointEvents = {
  "checkpoint.signed": z.object({
    /** The signed note, as it can be kept elsewhere. */
    note: z.string(),
    /** The leaves that came to the tree with it: streams that have changed since the one before. */
    heads: z.array(sealedHead),
    /** The hashes from which the next one goes on without reading what came before. */
    frontier: z.array(sha256Text),
    /** How far it has seen the log. */
    throughPosition: z.int().nonnegative(),
  }),
} as const;

/** The checkpoints that one key has signed, as a stream under the key's name. */
export const checkpointKind = defineStreamKind({
  name: "checkpoint",
  events: checkpointEvents,
  fold: (_state: { readonly note: string } | undefined, { data }) => data,
  index: ({ note }) => ({ status: "sealed", subject: note.slice(0, note.indexOf("\n")) }),
});
