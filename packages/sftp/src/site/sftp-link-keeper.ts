import { untilAborted } from "./interruptible.js";
import type { SftpLink } from "./sftp-link.js";

/** Keeps one live connection, and makes another when it was lost. */
export interface SftpLinkKeeper {
  /** The link, or the failure of the one attempt to make it; an abort ends the wait, not the attempt. */
  get(signal?: AbortSignal): Promise<SftpLink>;
  close(): Promise<void>;
}

/** Callers who need a link at the same time share one attempt, so a server sees one connection of us. */
export function createSftpLinkKeeper(connect: (signal: AbortSignal) => Promise<SftpLink>): SftpLinkKeeper {
  let current: Promise<SftpLink> | undefined;
  let link: SftpLink | undefined;
  /** Links on which something stalled; others may still read on them. */
  let former: readonly SftpLink[] = [];
  const closing = new AbortController();

  const connectOnce = () => {
    const attempt = connect(closing.signal);
    current = attempt;
    const forget = () => {
      if (current === attempt) current = undefined;
    };
    attempt.then((made) => {
      link = made;
    }, forget);
    return attempt;
  };

  return {
    async get(signal) {
      signal?.throwIfAborted();
      closing.signal.throwIfAborted();
      if (link !== undefined && !link.usable) {
        former = [...former, link].filter(({ alive }) => alive);
        link = undefined;
        current = undefined;
      }
      return untilAborted(current ?? connectOnce(), signal);
    },
    async close() {
      closing.abort(new TypeError("The sFTP site is closed."));
      const last = await current?.catch(() => undefined);
      await Promise.all([last, ...former].map((each) => each?.close()));
    },
  };
}
