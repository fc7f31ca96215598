import type { FileSite, FileSiteCapabilities } from "@spm-ops/core";
import { startSandboxSite } from "../../site/sandbox-site-fixture.js";
import { openSftpSite } from "../../site/sftp-site.js";
import type { SiteBehaviour } from "../../site/site-profile.js";
import { missingPrograms, startRealServer } from "../../site/testing/real-server.js";
import { SERVER_KINDS } from "../../site/testing/server-kinds.js";
import { type SftpRelay, startSftpRelay } from "./sftp-relay.js";

/** A server with two users: we behind a relay that strikes, and the customer with a line of his own. */
export interface CrashServer extends AsyncDisposable {
  readonly relay: SftpRelay;
  readonly ours: FileSite;
  readonly customer: FileSite;
  /** The served folder, on the site and on this machine. */
  readonly sitePath: string;
  readonly served: string;
}

/** A kind of server that the crash matrix runs against. */
export interface CrashServerKind {
  readonly title: string;
  readonly missing: readonly string[];
  start(): Promise<CrashServer>;
}

export const IN_PROCESS: CrashServerKind = {
  title: "the server in the process",
  missing: [],
  async start() {
    const server = await startSandboxSite();
    return open({
      options: server.options,
      behaviour: { renameOntoExisting: "refuses" },
      sitePath: "/",
      served: server.root,
      stop: async () => server[Symbol.asyncDispose](),
    });
  },
};

export const REAL_SERVERS: readonly CrashServerKind[] = SERVER_KINDS.map((kind) => ({
  title: kind.title,
  missing: missingPrograms(kind),
  async start() {
    const server = await startRealServer(kind);
    return open({ ...server, behaviour: kind.behaviour, stop: async () => server[Symbol.asyncDispose]() });
  },
}));

interface StartedServer extends Pick<CrashServer, "sitePath" | "served"> {
  readonly options: Parameters<typeof startSftpRelay>[0];
  /** What a probe has seen of it. */
  readonly behaviour: Partial<SiteBehaviour>;
  readonly stop: () => Promise<void>;
}

async function open({ options, sitePath, served, behaviour, stop }: StartedServer): Promise<CrashServer> {
  const relay = await startSftpRelay(options);
  const customer = await openSftpSite(options);
  const behindRelay = await openSftpSite(relay.options);
  // The profile of a server does not hold for a relay, which has a name of its own.
  const { renameOntoExisting = "unknown" } = behaviour;
  const capabilities: FileSiteCapabilities = { ...behindRelay.capabilities, renameOntoExisting };
  const ours: FileSite = { ...behindRelay, capabilities };
  return {
    relay,
    ours,
    customer,
    sitePath,
    served,
    async [Symbol.asyncDispose]() {
      await ours.close();
      await customer.close();
      await relay[Symbol.asyncDispose]();
      await stop();
    },
  };
}
