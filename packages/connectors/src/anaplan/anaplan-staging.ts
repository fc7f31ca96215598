import { type Clock, SpmError } from "@spm-ops/core";
import { assertLoadable } from "../contract/assert-loadable.js";
import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { AnaplanCalls } from "./anaplan-calls.js";
import { askForHeader, assertHeader, type ExpectedHeader } from "./anaplan-header.js";
import type { AnaplanSettings } from "./anaplan-options.js";
import type { ImportObject } from "./anaplan-replies.js";
import { toFileId, uploadFile } from "./anaplan-upload.js";

/** The files that imports read, and what this connector knows of them. */
export interface AnaplanStaging {
  stage(load: ImportObject, file: StageableFile, call: ConnectorCall): Promise<Staged>;
  /**
   * Refuses to start an import whose upload the vendor has forgotten, as it would read the model's own file in silence.
   *
   * @throws SpmError `file.not-found`
   */
  assertKept(load: ImportObject): void;
  /** Told that an import was started: what is used is kept anew. */
  used(load: ImportObject): void;
}

export interface AnaplanStagingOptions {
  readonly calls: AnaplanCalls;
  readonly upload: AnaplanSettings["upload"];
  readonly clock: Clock;
}

const HOUR_MS = 3_600_000;

/** The vendor forgets an upload that nobody used for 48 hours. */
const KEPT_MS = 47 * HOUR_MS;

/** Remembers, as long as the connector lives, what imports read and when their files were used last. */
export function createAnaplanStaging({ calls, upload, clock }: AnaplanStagingOptions): AnaplanStaging {
  const headers = new Map<string, ExpectedHeader | undefined>();
  const usedAt = new Map<string, number>();

  const headerOf = async (load: ImportObject, call: ConnectorCall) => {
    if (!headers.has(load.id)) headers.set(load.id, await askForHeader(calls, load, call));
    return headers.get(load.id);
  };

  return {
    async stage(load, file, call) {
      const fileId = toFileId(load);
      assertLoadable(file);
      const header = upload.checkHeader ? await headerOf(load, call) : undefined;
      if (header !== undefined) await assertHeader(file, header);
      const staged = await uploadFile(calls, { load, file }, upload, call);
      usedAt.set(fileId, clock.monotonic());
      return staged;
    },
    assertKept({ name, importDataSourceId: fileId = "" }) {
      const idleMs = clock.monotonic() - (usedAt.get(fileId) ?? clock.monotonic());
      if (idleMs < KEPT_MS) return;
      throw new SpmError(
        "file.not-found",
        `The file for ${name} was staged or used ${Math.floor(idleMs / HOUR_MS)} hours ago and is kept for 48; stage it again. Nothing was started.`,
        { path: fileId },
      );
    },
    used({ importDataSourceId: fileId = "" }) {
      if (usedAt.has(fileId)) usedAt.set(fileId, clock.monotonic());
    },
  };
}
