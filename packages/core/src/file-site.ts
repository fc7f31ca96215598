/** What a site tells of one name. */
export interface FileStat {
  readonly path: string;
  readonly kind: "file" | "folder" | "other";
  readonly sizeBytes: number;
  /** Milliseconds since 1970. Many servers keep whole seconds only, and their own clock. */
  readonly modifiedAt: number;
}

/** A file opened for reading, pinned to what it was when it was opened. */
export interface FileContent {
  readonly stat: FileStat;
  /**
   * The bytes in order, to be consumed once.
   *
   * Ends normally only when exactly `stat.sizeBytes` were read and the file still is what it was;
   * otherwise it throws SpmError `file.changed`. Leaving the loop early closes the file.
   */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Proof of a finished write. */
export interface WrittenFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hexadecimal, of the bytes as they were sent. */
  readonly sha256: string;
}

export interface FileSiteCapabilities {
  /** Whether the server itself refuses a rename onto a taken name, or we have to look first. */
  readonly renameOntoExisting: "refuses" | "overwrites" | "unknown";
  /** Whether a finished write is known to be on the disk, not only in a cache. */
  readonly durableWrites: boolean;
}

export interface FileSiteCall {
  readonly signal?: AbortSignal | undefined;
}

/**
 * A place where files lie: a customer's sFTP site, a folder. Paths are absolute and use `/`.
 *
 * No call overwrites. A lost answer to a change is SpmError `remote.unknown`: look with `stat` before acting again.
 * An abort rejects with the signal's own reason. Nothing here retries; policies do.
 */
export interface FileSite extends AsyncDisposable {
  /** For people and logs: `sftp://user@host:22` or a folder; never with a secret. */
  readonly name: string;
  readonly capabilities: FileSiteCapabilities;
  /** The entries of a folder, as the server sends them, without `.` and `..`; throws `file.not-found` without the folder. */
  list(folder: string, call?: FileSiteCall): AsyncIterable<FileStat>;
  /** `undefined` when nothing has that name. A link is told as what it is (`other`), not as what it points to. */
  stat(path: string, call?: FileSiteCall): Promise<FileStat | undefined>;
  read(path: string, call?: FileSiteCall): Promise<FileContent>;
  /** Writes under a temporary name beside the target, syncs where it can, then renames; throws `file.exists` when taken. */
  write(path: string, bytes: AsyncIterable<Uint8Array>, call?: FileSiteCall): Promise<WrittenFile>;
  /** Throws `file.exists` when the target is taken and `file.not-found` without the source. */
  rename(from: string, to: string, call?: FileSiteCall): Promise<void>;
  /** Removes one file; throws `file.not-found` without it. */
  remove(path: string, call?: FileSiteCall): Promise<void>;
  /** Makes a folder and those above it; content with one that is there. */
  makeFolder(path: string, call?: FileSiteCall): Promise<void>;
  close(): Promise<void>;
}
