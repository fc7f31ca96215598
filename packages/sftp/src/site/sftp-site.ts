import { randomUUID } from "node:crypto";
import { type Clock, type FileSite, type FileStat, parseOptions, systemClock } from "@spm-ops/core";
import { createHostLimiter, type HostLimiter } from "./host-limiter.js";
import type { SftpAnnounced } from "./sftp-announced.js";
import { makeSftpFolder, removeSftp, renameSftp } from "./sftp-change.js";
import { connectSftp } from "./sftp-connection.js";
import type { SftpCall } from "./sftp-link.js";
import { createSftpLinkKeeper, type SftpLinkKeeper } from "./sftp-link-keeper.js";
import { listSftp, type SftpListing } from "./sftp-list.js";
import { describeSftpSite, type SftpSiteOptions, sftpSiteOptions } from "./sftp-options.js";
import { readSftp } from "./sftp-read.js";
import { lookAt } from "./sftp-requests.js";
import { writeSftp } from "./sftp-write.js";
import { toSitePath, toTemporaryPath } from "./site-path.js";
import type { SiteProfile } from "./site-profile.js";

/** What comes in from outside when a site is opened. */
export interface SftpSiteCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Makes temporary names unique. @defaultValue random UUIDs */
  readonly createId?: (() => string) | undefined;
  /**
   * Holds back connections and open files; give the same to every site of a process, so that those to one host are
   * counted together. @defaultValue one of its own
   */
  readonly limiter?: HostLimiter | undefined;
  /** What a probe has seen of this server; that of another server is left aside. */
  readonly profile?: SiteProfile | undefined;
  /** Ends the wait for the first connection. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a customer's sFTP site: connects to the server whose host key is pinned, and keeps one connection.
 *
 * A call never waits for ever: it fails when the link dies (keepalive) or when no answer comes for
 * `operationTimeoutMs`. A lost answer to a question or during an upload is `remote.unavailable`, one to a rename,
 * remove or make folder is `remote.unknown`. The next call makes one new connection; nothing is tried again by
 * itself. A write that was cut off may leave a hidden `.{name}.{id}.part` beside its target, never a part of a file
 * under the final name. Where the server announces `fsync@openssh.com`, a finished write is on its disk. Entries whose
 * names cannot be asked for safely (control or direction characters, not UTF-8) are listed as `other`.
 *
 * @throws SpmError `config.invalid`, `secret.missing`, `host-key.mismatch` (nothing was sent), `auth.rejected`, or
 * `remote.unavailable`
 */
export async function openSftpSite(
  options: SftpSiteOptions,
  {
    clock = systemClock,
    createId = randomUUID,
    limiter = createHostLimiter({}, { clock }),
    profile,
    signal,
  }: SftpSiteCall = {},
): Promise<FileSite> {
  const settings = parseOptions(sftpSiteOptions, options, "the options of the sFTP site");
  const gate = limiter.gateOf(settings.host, settings.port);
  const links = createSftpLinkKeeper((closing) => connectSftp(settings, { clock, gate, signal: closing }));
  const { requestsInFlight, mostEntries } = settings;
  const { hasFsync, server } = await firstLink(links, signal);

  return {
    name: describeSftpSite(settings),
    capabilities: { renameOntoExisting: toRenameOntoExisting(profile, server), durableWrites: hasFsync },
    list: (folder, call = {}) => listWhenAsked(links, folder, { mostEntries, signal: call.signal }),
    stat: async (path, call = {}) => {
      const asked = toSitePath(path);
      return onLink(links, call.signal, (requests) => lookAt(requests, asked));
    },
    read: async (path, call = {}) =>
      readSftp(toSitePath(path), { getLink: links.get, requestsInFlight, signal: call.signal }),
    write: async (path, bytes, call = {}) => {
      const names = { path: toSitePath(path), temporary: toTemporaryPath(path, createId()) };
      const link = await links.get(call.signal);
      return writeSftp(link, { ...names, requestsInFlight, signal: call.signal }, bytes);
    },
    rename: async (from, to, call = {}) => {
      const [source, target] = [toSitePath(from), toSitePath(to)];
      return onLink(links, call.signal, (requests) => renameSftp(requests, source, target));
    },
    remove: async (path, call = {}) => {
      const asked = toSitePath(path);
      return onLink(links, call.signal, (requests) => removeSftp(requests, asked));
    },
    makeFolder: async (path, call = {}) => {
      const asked = toSitePath(path);
      return onLink(links, call.signal, (requests) => makeSftpFolder(requests, asked));
    },
    close: links.close,
    [Symbol.asyncDispose]: links.close,
  };
}

function toRenameOntoExisting(profile: SiteProfile | undefined, server: string) {
  const known = profile?.server === server ? profile.behaviour : undefined;
  return known?.renameOntoExisting ?? "unknown";
}

/** Whoever cannot have the first connection gets no site, and leaves none behind. */
async function firstLink(links: SftpLinkKeeper, signal?: AbortSignal): Promise<SftpAnnounced> {
  try {
    return (await links.get(signal)).announced;
  } catch (error) {
    // Not awaited: an attempt that was given up ends by its own deadline.
    void links.close();
    throw error;
  }
}

async function* listWhenAsked(
  links: SftpLinkKeeper,
  folder: string,
  listing: SftpListing,
): AsyncGenerator<FileStat> {
  const asked = toSitePath(folder);
  yield* listSftp(await links.get(listing.signal), asked, listing);
}

async function onLink<Result>(
  links: SftpLinkKeeper,
  signal: AbortSignal | undefined,
  operation: (requests: SftpCall) => Promise<Result>,
): Promise<Result> {
  const link = await links.get(signal);
  const requests = link.begin({ signal });
  try {
    return await operation(requests);
  } finally {
    requests.end();
  }
}
