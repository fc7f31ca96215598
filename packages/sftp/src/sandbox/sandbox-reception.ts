import type { Socket } from "node:net";
import ssh2, { type AuthContext, type Connection } from "ssh2";
import type { SandboxFaultPlan } from "./sandbox-faults.js";
import { createSandboxHandles, type SandboxHandles } from "./sandbox-handles.js";
import { serveSandboxSession } from "./sandbox-session.js";

/** Everybody who came in, and what they hold open. */
export interface SandboxReception {
  readonly authenticationAttempts: number;
  readonly connections: number;
  readonly openHandles: number;
  receive(socket: Socket): void;
  /** Drops every connection; resolves when each session has given back what it held. */
  dismiss(): Promise<void>;
}

export interface SandboxReceptionParts {
  readonly root: string;
  readonly hostKey: string;
  readonly faults: SandboxFaultPlan;
  readonly admit: (context: AuthContext) => void;
}

/** Speaks the protocol with each socket that it receives. */
export function createSandboxReception({
  root,
  hostKey,
  faults,
  admit,
}: SandboxReceptionParts): SandboxReception {
  const sockets = new Set<Socket>();
  const sessions = new Map<SandboxHandles, Promise<void>>();
  let authenticationAttempts = 0;
  let connections = 0;

  const welcome = (connection: Connection, socket: Socket) => {
    connection.on("error", () => undefined);
    connection.on("authentication", (context) => {
      authenticationAttempts += 1;
      admit(context);
    });
    connection.on("session", (accept) => {
      accept().on("sftp", (open) => {
        const handles = createSandboxHandles();
        const session = serveSandboxSession(open(), { root, faults, handles, cut: () => socket.destroy() });
        sessions.set(
          handles,
          session.finally(() => sessions.delete(handles)),
        );
      });
    });
  };

  return {
    get authenticationAttempts() {
      return authenticationAttempts;
    },
    get connections() {
      return connections;
    },
    get openHandles() {
      return [...sessions.keys()].reduce((sum, { count }) => sum + count, 0);
    },
    receive(socket) {
      connections += 1;
      sockets.add(socket);
      socket.on("close", () => sockets.delete(socket));
      socket.on("error", () => undefined);
      // One protocol server a connection, so that a fault can cut the very connection that it happens on.
      const protocol = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => welcome(connection, socket));
      protocol.injectSocket(socket);
    },
    async dismiss() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(sessions.values());
    },
  };
}
