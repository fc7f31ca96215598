import type { SFTPWrapper } from "ssh2";
import { createSandboxClaims } from "./sandbox-claims.js";
import type { SandboxFaultPlan, SandboxRequest } from "./sandbox-faults.js";
import { createSandboxFiles } from "./sandbox-files.js";
import type { SandboxHandles } from "./sandbox-handles.js";
import { createSandboxOpenFiles } from "./sandbox-open-files.js";
import { replyFailure, replyStatus, type SandboxReply } from "./sandbox-reply.js";

export interface SandboxSessionParts {
  readonly root: string;
  readonly faults: SandboxFaultPlan;
  readonly handles: SandboxHandles;
  /** Drops the connection without a goodbye. */
  readonly cut: () => void;
}

/** Serves one session: requests one after the other, as OpenSSH's server does. Resolves when the session has ended. */
export function serveSandboxSession(
  sftp: SFTPWrapper,
  { root, faults, handles, cut }: SandboxSessionParts,
): Promise<void> {
  const claims = createSandboxClaims(faults);
  const files = createSandboxFiles({ root, faults, handles, claims });
  const openFiles = createSandboxOpenFiles(faults, handles, claims);
  let last = Promise.resolve();
  let ended = false;

  const serve = async (request: SandboxRequest, id: number, execute: () => Promise<SandboxReply>) => {
    if (ended) return;
    const fate = faults.decide(request);
    if (fate.kind === "cut-before") return cut();
    const reply = fate.kind === "refuse" ? replyStatus(fate.status) : await execute().catch(replyFailure);
    if (fate.kind === "lose-reply") return cut();
    if (!ended) reply(sftp, id);
  };
  const take = (request: SandboxRequest, id: number, execute: () => Promise<SandboxReply>) => {
    last = last.then(() => serve(request, id, execute));
  };

  sftp.on("OPEN", (id, path, flags) => take("OPEN", id, () => files.open(path, flags)));
  sftp.on("CLOSE", (id, handle) => take("CLOSE", id, () => openFiles.close(handle)));
  sftp.on("READ", (id, handle, at, length) => take("READ", id, () => openFiles.read(handle, at, length)));
  sftp.on("WRITE", (id, handle, at, data) => take("WRITE", id, () => openFiles.write(handle, at, data)));
  sftp.on("LSTAT", (id, path) => take("LSTAT", id, () => files.lstat(path)));
  sftp.on("FSTAT", (id, handle) => take("FSTAT", id, () => openFiles.fstat(handle)));
  sftp.on("STAT", (id, path) => take("STAT", id, () => files.stat(path)));
  sftp.on("SETSTAT", (id, path, attrs) => take("SETSTAT", id, () => files.setAttributes(path, attrs)));
  sftp.on("FSETSTAT", (id, handle, attrs) =>
    take("FSETSTAT", id, () => openFiles.setAttributes(handle, attrs)),
  );
  sftp.on("OPENDIR", (id, path) => take("OPENDIR", id, () => files.openFolder(path)));
  sftp.on("READDIR", (id, handle) => take("READDIR", id, () => openFiles.readFolder(handle)));
  sftp.on("REMOVE", (id, path) => take("REMOVE", id, () => files.remove(path)));
  sftp.on("MKDIR", (id, path) => take("MKDIR", id, () => files.makeFolder(path)));
  sftp.on("RMDIR", (id, path) => take("RMDIR", id, () => files.removeFolder(path)));
  sftp.on("REALPATH", (id, path) => take("REALPATH", id, () => files.realPath(path)));
  sftp.on("READLINK", (id, path) => take("READLINK", id, () => files.readLink(path)));
  sftp.on("RENAME", (id, from, to) => take("RENAME", id, () => files.rename(from, to)));

  return new Promise((resolve) => {
    const end = () => {
      if (ended) return;
      ended = true;
      resolve(last.then(handles.closeAll));
    };
    sftp.once("end", end);
    sftp.once("close", end);
    sftp.on("error", end);
  });
}
