import { createHash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { parseOptions, SpmError, systemClock } from "@spm-ops/core";
import type { FetchedFile } from "../arrival/fetch-file.js";
import { decodingSchema, type FeedDecoding } from "../feed/decoding-rule.js";
import { syncFolder } from "../site/local-change.js";
import { withLocalErrors } from "../site/local-errors.js";
import { openGzip } from "./gzip-layer.js";
import type { LayerFacts, LayerSource, OpenLayer } from "./layer.js";
import { refuseNested } from "./nested.js";
import { guardOutput } from "./output-guard.js";
import type { PgpReader } from "./pgp-layer.js";
import { openZip } from "./zip-layer.js";

export interface DecodeFileCall {
  /** Needed for layers of PGP; see `createPgpReader`. */
  readonly pgp?: PgpReader | undefined;
  /** The file with the detached signature, on this machine. */
  readonly signaturePath?: string | undefined;
  /** When the file came, in milliseconds since 1970: the keys that signed it have to be valid then. @defaultValue now */
  readonly receivedAt?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A decoded file on this machine, and the file from which it came. Plain JSON. */
export interface DecodedFile extends FetchedFile {
  /** The file as it came, which is what the history keeps. */
  readonly original: FetchedFile;
  /** What was taken off, from the outermost layer inwards. */
  readonly layers: readonly LayerFacts[];
}

/**
 * Takes the declared layers off a fetched file: gzip, zip, PGP.
 *
 * A layer goes to a file of its own beside the target and has to be wholly sound (checksums, lengths, integrity,
 * signatures) before the next one is touched; only what has passed the last gets the target's name. The original
 * stays as it is. Safe to repeat: a local file of the target's name is replaced.
 *
 * @throws SpmError `file.undecodable` with the reason, as `UndecodableReason` lists them, when the file is refused.
 * @throws SpmError `config.invalid` for a declaration that cannot work, and for PGP without a reader or signature.
 * @throws SpmError `storage.full` when this machine has no room for it.
 * @example
 * const decoded = await decodeFile(fetched, { steps: [{ kind: "gzip" }] }, "/var/lib/spm/orders.csv");
 */
export async function decodeFile(
  fetched: FetchedFile,
  decoding: FeedDecoding,
  toPath: string,
  call: DecodeFileCall = {},
): Promise<DecodedFile> {
  const { receivedAt = systemClock.now() } = call;
  const { steps, limits } = parseOptions(decodingSchema, decoding, "what a file is wrapped in");
  const partPaths = steps.map((_, at) => `${toPath}.layer-${at + 1}.part`);
  const layers: LayerFacts[] = [];
  await withLocalErrors(toPath, () => mkdir(dirname(toPath), { recursive: true }));
  try {
    let inner: FetchedFile = fetched;
    for (const [at, partPath] of partPaths.entries()) {
      const source = { ...inner, name: fetched.path, limits, receivedAt, signal: call.signal };
      const layer = await openLayer(source, steps[at], call);
      const written = await write(guardOutput(layer.bytes, source), partPath);
      layers.push(await layer.finish());
      inner = { path: partPath, ...written };
    }
    await refuseNested(inner.path, fetched.path);
    await withLocalErrors(toPath, async () => {
      await rename(inner.path, toPath);
      await syncFolder(dirname(toPath));
    });
    return { ...inner, path: toPath, original: fetched, layers };
  } finally {
    for (const partPath of partPaths) await rm(partPath, { force: true });
  }
}

async function openLayer(
  source: LayerSource,
  step: FeedDecoding["steps"][number] | undefined,
  { pgp, signaturePath }: DecodeFileCall,
): Promise<OpenLayer> {
  switch (step?.kind) {
    case "gzip":
      return openGzip(source);
    case "zip":
      return openZip(source, step.entry);
    case "pgp": {
      const issues = [
        ...(pgp === undefined ? ["pgp: is needed for a layer of PGP"] : []),
        ...(step.signed === "detached" && signaturePath === undefined
          ? ["signaturePath: is needed for a detached signature"]
          : []),
      ];
      if (pgp === undefined || issues.length > 0) {
        throw new SpmError("config.invalid", `${source.name} cannot be decoded: ${issues.join(", ")}.`, {
          issues,
        });
      }
      return pgp.open(source, { ...step, signaturePath });
    }
    case undefined:
      throw new RangeError("there is no such layer");
  }
}

async function write(
  bytes: AsyncIterable<Uint8Array>,
  path: string,
): Promise<Pick<FetchedFile, "sizeBytes" | "sha256">> {
  const file = await withLocalErrors(path, () => open(path, "w", 0o600));
  try {
    const digest = createHash("sha256");
    let sizeBytes = 0;
    for await (const piece of bytes) {
      await withLocalErrors(path, () => file.writeFile(piece));
      digest.update(piece);
      sizeBytes += piece.byteLength;
    }
    await withLocalErrors(path, () => file.sync());
    return { sizeBytes, sha256: digest.digest("hex") };
  } finally {
    await file.close();
  }
}
