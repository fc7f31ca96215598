import { randomUUID } from "node:crypto";
import { type Clock, isSpmError, parseOptions, systemClock } from "@spm-ops/core";
import type { ChangeAnnouncement } from "./announce-changes.js";
import { createProbeFolder, type ProbeFolder } from "./probe-folder.js";
import { connectSftp } from "./sftp-connection.js";
import { type SftpSiteOptions, sftpSiteOptions } from "./sftp-options.js";
import { joinSitePath, toSitePath } from "./site-path.js";
import type { SiteBehaviour, SiteProfile } from "./site-profile.js";

export interface ProbeCall {
  /** Hears of every change before it is made, and stops the probe by throwing. @defaultValue nobody is told */
  readonly announce?: ChangeAnnouncement | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Makes the name of the folder unique. @defaultValue random UUIDs */
  readonly createId?: (() => string) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds out what a server really does, in a folder `.spm-probe-{id}` of its own that it takes away afterwards.
 *
 * It makes one connection. Nothing outside its own folder is touched. Where that folder cannot be made, nothing more is
 * tried and the profile has no `behaviour`. A folder where nothing may be removed keeps `.spm-probe-{id}`.
 *
 * @throws SpmError as `openSftpSite` does; `remote.unavailable` or `remote.unknown` when the link breaks, and then the
 * folder may still be there.
 * @example
 * const told: string[] = [];
 * const environment = { SFTP_PASSWORD: "…" };
 * const options = {
 *   host: "sftp.example.test",
 *   user: "spm",
 *   authentication: { password: "env:SFTP_PASSWORD" },
 *   hostKeys: ["SHA256:…"],
 *   secrets: createSecretReader({ environment, redactor: createRedactor() }),
 * };
 * const announce = (change: { readonly operation: string }) => void told.push(change.operation);
 * const { behaviour } = await probeSftpSite(options, "/inbox", { announce });
 */
export async function probeSftpSite(
  options: SftpSiteOptions,
  folder: string,
  { announce = () => undefined, clock = systemClock, createId = randomUUID, signal }: ProbeCall = {},
): Promise<SiteProfile> {
  const settings = parseOptions(sftpSiteOptions, options, "the options of the sFTP site");
  const asked = toSitePath(folder);
  signal?.throwIfAborted();
  const link = await connectSftp(settings, clock);
  const call = link.begin({ signal });
  try {
    const path = joinSitePath(asked, `.spm-probe-${createId()}`);
    const { server, extensions } = link.announced;
    const told = { server, folder: asked, probedAt: clock.now(), announced: extensions };
    const probe = createProbeFolder(call, path, announce);
    if (!(await probe.make())) return told;
    const canLink = extensions.includes("hardlink@openssh.com");
    return { ...told, behaviour: await observe(probe, clock, canLink) };
  } finally {
    call.end();
    await link.close();
  }
}

async function observe(probe: ProbeFolder, clock: Clock, canLink: boolean): Promise<SiteBehaviour> {
  try {
    const seen = { ...(await observeTaken(probe, canLink)), ...(await observeNames(probe, clock)) };
    return { ...seen, removes: await probe.removeAll() };
  } catch (error) {
    // What was made goes, as far as the link still carries it; the failure is the news.
    await probe.removeAll().catch(() => undefined);
    throw error;
  }
}

/** What happens where a name is taken. */
async function observeTaken(probe: ProbeFolder, canLink: boolean) {
  await probe.create("taken");
  const exclusiveCreate = !(await succeeds(probe.create("taken")));
  await probe.create("source");
  const overwrites = await succeeds(probe.rename("source", "taken"));
  const hardLink = !canLink
    ? ("absent" as const)
    : (await succeeds(probe.link("taken", "taken")))
      ? ("untruthful" as const)
      : ("refuses" as const);
  return {
    exclusiveCreate,
    renameOntoExisting: overwrites ? ("overwrites" as const) : ("refuses" as const),
    hardLink,
  };
}

/** What becomes of names and times. */
async function observeNames(probe: ProbeFolder, clock: Clock) {
  const beganAt = clock.now();
  await probe.create("case");
  const created = await probe.look("case");
  const caseSensitive = (await probe.look("CASE")) === undefined;
  await probe.rename("case", "moved");
  const moved = await probe.look("moved");
  const composed = "caf\u00e9";
  await probe.create(composed);
  const unicodeSensitive = (await probe.look(composed.normalize("NFD"))) === undefined;
  return {
    caseSensitive,
    unicodeSensitive,
    renameKeepsTime: created !== undefined && moved?.modifiedAt === created.modifiedAt,
    clockOffsetMs: (created?.modifiedAt ?? beganAt) - Math.floor(beganAt / 1_000) * 1_000,
  };
}

/** Whether the server did it; a refusal is an answer, anything else a failure. */
async function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (isSpmError(error, "file.refused", "file.exists", "operation.unsupported")) return false;
    throw error;
  }
}
