import type { FileSite, WrittenFile } from "@spm-ops/core";

/** A file that can be staged: what it must be, and its bytes as often as they are needed. */
export interface StageableFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** The bytes from the beginning; opened anew for each attempt. */
  open(): AsyncIterable<Uint8Array>;
}

/** A file of a site as a stageable one, under the name that it has there. */
export function toStageableFile(
  site: Pick<FileSite, "read">,
  { path, sizeBytes, sha256 }: WrittenFile,
): StageableFile {
  return {
    name: path.slice(path.lastIndexOf("/") + 1),
    sizeBytes,
    sha256,
    async *open() {
      yield* (await site.read(path)).bytes;
    },
  };
}
