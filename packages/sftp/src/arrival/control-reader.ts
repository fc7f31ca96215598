import { type FileSite, isSpmError } from "@spm-ops/core";
import type { ControlFormat } from "../feed/control-format.js";
import { type ControlReading, readControlFile } from "./control-file.js";
import { isUnchanged, type Observation } from "./observation.js";

const MOST_BYTES = 1_048_576;

interface KeptReading {
  readonly file: Observation["file"];
  readonly reading: ControlReading;
}

/** Reads control files, each once as long as it stays as it is. */
export interface ControlReader {
  /** Reads a control file unless that is done. One that changes meanwhile is left for the next time. */
  read(
    control: Observation,
    format: ControlFormat,
    call?: { readonly signal?: AbortSignal | undefined },
  ): Promise<void>;
  /** What was read of it as it is now. */
  get(control: Observation, format: ControlFormat): ControlReading | undefined;
}

/** Creates the reader of one site's control files. What it has read of a file is kept until that file changes. */
export function createControlReader(site: FileSite): ControlReader {
  const kept = new Map<ControlFormat, Map<string, KeptReading>>();
  const get = ({ file }: Observation, format: ControlFormat) => {
    const known = kept.get(format)?.get(file.path);
    return known !== undefined && isUnchanged(known.file, file) ? known.reading : undefined;
  };
  return {
    get,
    async read(control, format, call) {
      if (get(control, format) !== undefined) return;
      const { file } = control;
      const reading = await readNow(site, file, format, call);
      if (reading === undefined) return;
      const ofFormat = kept.get(format) ?? new Map<string, KeptReading>();
      kept.set(format, ofFormat.set(file.path, { file, reading }));
    },
  };
}

async function readNow(
  site: FileSite,
  file: Observation["file"],
  format: ControlFormat,
  call?: { readonly signal?: AbortSignal | undefined },
): Promise<ControlReading | undefined> {
  if (file.sizeBytes > MOST_BYTES)
    return { problem: `it has ${file.sizeBytes} bytes, and 1 MiB is the limit` };
  try {
    const { stat, bytes } = await site.read(file.path, call);
    if (!isUnchanged(stat, file)) return undefined;
    const pieces: Uint8Array[] = [];
    for await (const piece of bytes) pieces.push(piece);
    return readControlFile(format, Buffer.concat(pieces));
  } catch (error) {
    if (isSpmError(error, "file.changed", "file.not-found")) return undefined;
    throw error;
  }
}
