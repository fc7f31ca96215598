import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { sha256 } from "@spm-ops/core";
import type { FetchedFile } from "../arrival/fetch-file.js";
import type { DecodingLimits, DecodingStep } from "../feed/decoding-rule.js";
import { type DecodedFile, type DecodeFileCall, decodeFile } from "./decode-file.js";

/** A folder of its own for one test, removed at its end. */
export interface DecodingFolder extends AsyncDisposable {
  readonly path: string;
  /** Puts a file there as if it had been fetched. */
  put(name: string, content: Uint8Array | string): Promise<FetchedFile>;
  /** Takes a file that a program has put there. */
  take(name: string): Promise<FetchedFile>;
  /** Runs an installed program in the folder. */
  run(program: string, ...argumentList: readonly string[]): Promise<string>;
  names(): Promise<readonly string[]>;
}

export async function openDecodingFolder(): Promise<DecodingFolder> {
  const path = await mkdtemp(join(tmpdir(), "decoding-"));
  const take = async (name: string) => {
    const bytes = await readFile(join(path, name));
    return { path: join(path, name), sizeBytes: bytes.byteLength, sha256: sha256(bytes) };
  };
  return {
    path,
    take,
    put: async (name, content) => {
      await writeFile(join(path, name), content);
      return take(name);
    },
    run: async (program, ...argumentList) => {
      const { stdout } = await promisify(execFile)(program, [...argumentList], {
        cwd: path,
        env: { ...process.env, GNUPGHOME: path },
      });
      return stdout;
    },
    names: async () => (await readdir(path)).sort(),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true }),
  };
}

export interface WantedDecoding extends DecodeFileCall {
  readonly limits?: DecodingLimits | undefined;
}

/** Decodes to `decoded.csv` in the folder. */
export function decode(
  folder: DecodingFolder,
  file: FetchedFile,
  steps: readonly DecodingStep[],
  { limits, ...call }: WantedDecoding = {},
): Promise<DecodedFile> {
  return decodeFile(file, { steps, limits }, join(folder.path, "decoded.csv"), call);
}

/** The text of `decoded.csv` in the folder. */
export function decodedText({ path }: DecodingFolder): Promise<string> {
  return readFile(join(path, "decoded.csv"), "utf8");
}

/** Orders that pack well, and not too well. */
export const ORDERS = Array.from({ length: 20_000 }, (_, n) => `O-${n},${(n * 7_919) % 104_729}\n`).join("");
