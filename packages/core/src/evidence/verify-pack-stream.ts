import { z } from "zod";
import { sha256 } from "../digest.js";
import { canonicalJson, jsonSchema } from "../json.js";
import { type Checkpoint, hashSealedHead } from "../log/checkpoint.js";
import { verifyChain } from "../log/hash-chain.js";
import { verifyInclusion } from "../log/merkle-proof.js";
import { isSpmError } from "../spm-error.js";
import { parseEventLines } from "./event-lines.js";
import { readPackFile } from "./evidence-folder.js";
import { type EvidenceStream, parseJson } from "./evidence-manifest.js";
import type { EvidenceProblem } from "./verify-pack-files.js";

const inclusionProof = z.strictObject({
  leafHash: z.string(),
  index: z.int(),
  treeSize: z.int(),
  path: z.array(z.string()),
});

/** Proves a stream of a pack from its events up to the checkpoint. */
export async function verifyPackStream(
  folder: string,
  stream: EvidenceStream,
  checkpoint: Checkpoint,
): Promise<EvidenceProblem | undefined> {
  const { kind, id, seq, hash } = stream;
  const read = async (path: string) => (await readPackFile(folder, path)).toString("utf8");
  try {
    const head = verifyChain({ kind, id }, parseEventLines({ kind, id }, await read(stream.events)));
    if (head.seq !== seq || head.hash !== hash)
      return {
        file: stream.events,
        kind: "unproven",
        seq: head.seq,
        problem: "does not end where it was sealed",
      };
  } catch (error) {
    if (!isSpmError(error, "log.damaged")) throw error;
    return { file: stream.events, kind: "unproven", seq: error.details.seq, problem: error.message };
  }
  const proof = inclusionProof.safeParse(parseJson(await read(stream.proof))).data;
  const isProven =
    proof?.treeSize === checkpoint.size &&
    proof.leafHash === hashSealedHead({ kind, id, seq, hash }) &&
    verifyInclusion(proof, checkpoint.root);
  if (!isProven) return { file: stream.proof, kind: "unproven", problem: "does not lead to the checkpoint" };
  if (stream.document === undefined) return undefined;
  const document = jsonSchema.safeParse(parseJson(await read(stream.document))).data;
  // The guide that people read must be the one that the runs were pinned to.
  if (document !== undefined && sha256(canonicalJson(document)) === id) return undefined;
  return {
    file: stream.document,
    kind: "unproven",
    problem: "is not the version of the guide that was followed",
  };
}
