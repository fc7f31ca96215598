import type { SftpLink } from "./sftp-link.js";
import { closeHandle, type SftpHandle } from "./sftp-requests.js";

/** How long tidying up may go without an answer. */
const CLEANUP_TIMEOUT_MS = 5_000;

/** Gives a handle back without waiting; a link that is lost has given it back already. */
export function closeLater(link: SftpLink, handle: SftpHandle): void {
  if (!link.usable) {
    handle.leave();
    return;
  }
  const call = link.begin({ timeoutMs: CLEANUP_TIMEOUT_MS });
  closeHandle(call, handle)
    .catch(() => undefined)
    .finally(() => call.end());
}

/** Takes away what an unfinished write left, where the link still allows it; its failure is nobody's news. */
export async function removeTemporary(link: SftpLink, path: string): Promise<void> {
  if (!link.usable) return;
  const call = link.begin({ timeoutMs: CLEANUP_TIMEOUT_MS });
  try {
    await call.ask({ operation: "remove", path }, (sftp, answer) =>
      sftp.unlink(path, (error) => answer(error, undefined)),
    );
  } catch {
    // It stays under its temporary name, which no reader takes for a delivery.
  } finally {
    call.end();
  }
}
