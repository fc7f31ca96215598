import { randomUUID } from "node:crypto";
import { type Clock, parseOptions, systemClock } from "@spm-ops/core";
import type { ChangeAnnouncement } from "./announce-changes.js";
import { createHostLimiter, type HostLimiter } from "./host-limiter.js";
import { type Observing, observeServer } from "./observe-server.js";
import { createProbeFolder } from "./probe-folder.js";
import { connectSftp } from "./sftp-connection.js";
import { type SftpSiteOptions, sftpSiteOptions } from "./sftp-options.js";
import { joinSitePath, toSitePath } from "./site-path.js";
import { PROFILE_VERSION, type SiteBehaviour, type SiteProfile } from "./site-profile.js";

export interface ProbeCall {
  /** Hears of every change before it is made, and stops the probe by throwing. @defaultValue nobody is told */
  readonly announce?: ChangeAnnouncement | undefined;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /**
   * What an earlier probe has seen. Where the server still calls itself the same, and the folders are the same, it is
   * given back and nothing is touched; so a probe at each start is cheap, and a changed server is probed anew.
   */
  readonly known?: SiteProfile | undefined;
  /** The folder to which files will be moved, where that is another one: a probe tells what a rename to it does. */
  readonly targetFolder?: string | undefined;
  /** Makes the name of the folder unique. @defaultValue random UUIDs */
  readonly createId?: (() => string) | undefined;
  /** As for `openSftpSite`. @defaultValue one of its own */
  readonly limiter?: HostLimiter | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Finds out what a server really does, in a folder `.spm-probe-{id}` of its own that it takes away afterwards.
 *
 * It makes one connection. Nothing outside its own folder, and one like it in `targetFolder`, is touched. Where that folder cannot be made, nothing more is
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
  {
    announce = () => undefined,
    clock = systemClock,
    createId = randomUUID,
    known,
    limiter = createHostLimiter({}, { clock }),
    signal,
    targetFolder,
  }: ProbeCall = {},
): Promise<SiteProfile> {
  const settings = parseOptions(sftpSiteOptions, options, "the options of the sFTP site");
  const name = `.spm-probe-${createId()}`;
  const folders = { folder: toSitePath(folder), target: targetFolder && toSitePath(targetFolder) };
  signal?.throwIfAborted();
  const gate = limiter.gateOf(settings.host, settings.port);
  const link = await connectSftp(settings, { clock, gate, signal });
  const call = link.begin({ signal });
  try {
    const { server, extensions, mostHandles } = link.announced;
    const told: SiteProfile = {
      ...{ version: PROFILE_VERSION, server, ...folders, probedAt: clock.now() },
      ...{ announced: extensions, mostHandles },
    };
    if (known !== undefined && saysTheSame(known, told)) return known;
    const makeProbe = async (path: string) => {
      const made = createProbeFolder(call, joinSitePath(path, name), announce);
      return (await made.make()) ? made : undefined;
    };
    const probe = await makeProbe(folders.folder);
    if (probe === undefined) return told;
    const target = folders.target === undefined ? undefined : await makeProbe(folders.target);
    const canLink = extensions.includes("hardlink@openssh.com");
    return { ...told, behaviour: await observe({ probe, target, clock, canLink }) };
  } finally {
    call.end();
    await link.close();
  }
}

/** Whether what is known was seen of the same server, in the same folders. */
function saysTheSame(known: SiteProfile, told: SiteProfile): boolean {
  return known.server === told.server && known.folder === told.folder && known.target === told.target;
}

/** Tries it, and takes away what it made, as far as the link still carries it. */
async function observe(observing: Observing): Promise<SiteBehaviour> {
  const { probe, target } = observing;
  const removeAll = async () => {
    const targetRemoved = (await target?.removeAll()) ?? true;
    return (await probe.removeAll()) && targetRemoved;
  };
  try {
    const seen = await observeServer(observing);
    return { ...seen, removes: await removeAll() };
  } catch (error) {
    // The failure is the news.
    await removeAll().catch(() => undefined);
    throw error;
  }
}
