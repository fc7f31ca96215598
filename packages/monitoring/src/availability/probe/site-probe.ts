import { type FileSite, type FileSiteCall, isSpmError, parseOptions, sha256 } from "@spm-ops/core";
import { z } from "zod";
import type { Probe } from "./probe.js";
import { createTimedProbe, type Found, type ProbeTiming, probeTiming, toFound } from "./timed-look.js";

export interface SiteProbeOptions extends ProbeTiming {
  /** Connects; connecting is part of the look, and what was opened is closed after it. */
  readonly open: (call: FileSiteCall) => Promise<FileSite>;
  /** An absolute path, in which the account may write when there is a round trip. */
  readonly folder: string;
  /** Writes a probe file, reads it back, compares and removes it. @defaultValue true */
  readonly roundTrip?: boolean | undefined;
  /** From which age on the probe file of an earlier look is a leftover, and removed. @defaultValue 3_600_000, an hour */
  readonly leftoverAfterMs?: number | undefined;
}

const siteProbeOptions = z.strictObject({
  ...probeTiming,
  open: z.custom<SiteProbeOptions["open"]>((open) => typeof open === "function", "has to be a function"),
  folder: z.string().startsWith("/", "is an absolute path"),
  roundTrip: z.boolean().default(true),
  leftoverAfterMs: z.number().positive().default(3_600_000),
});

type Options = z.output<typeof siteProbeOptions>;

/**
 * Creates a probe of a place where files lie: connects, lists a folder, and makes the round trip of a small file through it.
 *
 * Probe files are called `spm-probe-<id>-<milliseconds since 1970>-<number>.tmp`. One that a cut connection left behind is
 * removed by a later look; younger ones stay, since another monitor may be at work with them.
 *
 * @throws SpmError `config.invalid` with everything that is wrong.
 */
export function createSiteProbe(options: SiteProbeOptions): Probe {
  const parsed = parseOptions(siteProbeOptions, options, "the site probe");
  const nextName = createNames(parsed);
  return createTimedProbe(parsed, async (signal) => {
    const doing = { now: "connecting" };
    let site: FileSite | undefined;
    try {
      site = await parsed.open({ signal });
      doing.now = "listing";
      const leftovers = await listLeftovers(site, parsed, signal);
      if (!parsed.roundTrip) return { state: "up", detail: `${site.name} lists ${parsed.folder}` };
      return await goRound(
        { site, path: `${parsed.folder.replace(/\/$/, "")}/${nextName()}`, doing, leftovers },
        signal,
      );
    } catch (error) {
      signal.throwIfAborted();
      const { state, detail } = toFound(error);
      return { state, detail: `${doing.now} failed: ${detail}` };
    } finally {
      await site?.close().catch(() => undefined);
    }
  });
}

interface Round {
  readonly site: FileSite;
  readonly path: string;
  readonly leftovers: readonly string[];
  /** What is under way, for the words when it fails. */
  readonly doing: { now: string };
}

async function goRound({ site, path, leftovers, doing }: Round, signal: AbortSignal): Promise<Found> {
  const bytes = Buffer.from(`${path}\n`);
  try {
    doing.now = "removing what an earlier look left behind";
    for (const leftover of leftovers) await removeIfThere(site, leftover, signal);
    doing.now = "writing";
    await site.write(path, once(bytes), { signal });
    doing.now = "reading back";
    const content = await site.read(path, { signal });
    const chunks: Uint8Array[] = [];
    for await (const chunk of content.bytes) chunks.push(chunk);
    if (sha256(Buffer.concat(chunks)) !== sha256(bytes)) {
      await site.remove(path, { signal });
      return { state: "down", detail: `${site.name} gave back other bytes than were written` };
    }
    doing.now = "removing";
    await site.remove(path, { signal });
    return { state: "up", detail: `${site.name} took, gave back and removed ${bytes.byteLength} bytes` };
  } catch (error) {
    // The connection may be gone: what stays behind is the business of a later look.
    if (!signal.aborted) await removeIfThere(site, path, signal).catch(() => undefined);
    throw error;
  }
}

async function listLeftovers(
  site: FileSite,
  options: Options,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const before = options.clock.now() - options.leftoverAfterMs;
  const leftovers: string[] = [];
  for await (const { path } of site.list(options.folder, { signal })) {
    const [, id, writtenAt] = /\/spm-probe-([a-z0-9-]+)-(\d+)-\d+\.tmp$/.exec(path) ?? [];
    if (id === options.id && Number(writtenAt) < before) leftovers.push(path);
  }
  return leftovers;
}

async function removeIfThere(site: FileSite, path: string, signal: AbortSignal): Promise<void> {
  try {
    await site.remove(path, { signal });
  } catch (error) {
    if (!isSpmError(error, "file.not-found")) throw error;
  }
}

/** Names that two looks of one process never share, also when its clock goes back. */
function createNames({ id, clock }: Options): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `spm-probe-${id}-${Math.trunc(clock.now())}-${count}.tmp`;
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
