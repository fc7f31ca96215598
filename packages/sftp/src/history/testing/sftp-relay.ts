import { connect, createServer, type Socket } from "node:net";
import ssh2, { type ClientChannel, type ServerChannel } from "ssh2";
import { generateHostKey } from "../../sandbox/index.js";
import { parseSandboxKey } from "../../sandbox/sandbox-authentication.js";
import { toFingerprint } from "../../site/sftp-fingerprint.js";
import type { SftpSiteOptions } from "../../site/sftp-options.js";
import { type ArmedFault, armFault, type FaultInRelay, type RelayFate } from "./relay-fault.js";
import { createPacketCutter, type SftpPacket } from "./sftp-packet.js";

/** Stands between a site and any server, passes each request on as it is, and strikes one of them. */
export interface SftpRelay extends AsyncDisposable {
  /** How the server is reached through the relay. */
  readonly options: SftpSiteOptions;
  /** Strikes the n-th request from now on; the fault that was armed before is forgotten. */
  arm(request: number, fate: RelayFate): ArmedFault;
}

/** Starts a relay to a server. Each connection to it makes one of its own to the server. */
export async function startSftpRelay(options: SftpSiteOptions): Promise<SftpRelay> {
  const hostKey = generateHostKey();
  const sockets = new Set<Socket>();
  const lines = new Set<Line>();
  let fault: FaultInRelay | undefined;

  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    const protocol = new ssh2.Server({ hostKeys: [hostKey] }, (connection) => {
      connection.on("error", () => undefined);
      connection.on("authentication", (context) => context.accept());
      connection.on("session", (accept) => {
        accept().on("subsystem", (open) => {
          const near = open();
          const follows = fault?.struck === undefined ? undefined : fault;
          void openChannel(options).then(
            (line) => {
              lines.add(line);
              line.far.once("close", () => lines.delete(line));
              relay({ near, ...line, socket, fault: () => fault, follows });
            },
            () => socket.destroy(),
          );
        });
      });
    });
    protocol.injectSocket(socket);
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const address = listener.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    options: {
      ...options,
      port,
      hostKeys: [toFingerprint(parseSandboxKey(hostKey, "the relay's key").getPublicSSH())],
    },
    arm(request, fate) {
      fault = armFault(request, fate);
      return fault;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      // A request that waits for its late moment keeps its line, and nobody may come for it any more.
      for (const { leave } of lines) leave();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** A connection to the server. */
interface Line {
  readonly far: ClientChannel;
  /** Ends it. */
  readonly leave: () => void;
}

interface RelayedConnection extends Line {
  readonly near: ServerChannel;
  readonly socket: Socket;
  readonly fault: () => FaultInRelay | undefined;
  /** The fault after whose strike on another connection this one was made. */
  readonly follows: FaultInRelay | undefined;
}

/** Passes packets on, one after the other, until a fault strikes one of them. */
function relay({ near, far, leave, socket, fault, follows }: RelayedConnection): void {
  const requests = createPacketCutter();
  const answers = createPacketCutter();
  const heard = new Map<number, () => void>();
  let kept = false;
  let isCut = false;
  let last = Promise.resolve();

  const execute = ({ bytes, id }: SftpPacket) =>
    new Promise<void>((resolve) => {
      if (id !== undefined) heard.set(id, resolve);
      far.once("close", resolve);
      far.write(bytes);
    });
  const strike = async (packet: SftpPacket, { fate, keep }: FaultInRelay) => {
    isCut = true;
    if (fate.kind === "reply lost") await execute(packet);
    if (fate.kind === "executed late") {
      kept = true;
      keep(async () => {
        await execute(packet);
        leave();
      });
    }
    socket.destroy();
  };
  const pass = async (packet: SftpPacket) => {
    if (isCut) return;
    const armed = fault();
    if (packet.id !== undefined && armed !== undefined) {
      if (armed === follows) await armed.beforeNext();
      else if (armed.strikes(packet.name)) return strike(packet, armed);
    }
    far.write(packet.bytes);
  };
  near.on("data", (piece: Buffer) => {
    for (const packet of requests(piece)) last = last.then(() => pass(packet));
  });
  far.on("data", (piece: Buffer) => {
    for (const { id, bytes } of answers(piece)) {
      const waits = id === undefined ? undefined : heard.get(id);
      if (waits !== undefined) waits();
      else if (!isCut) near.write(bytes);
    }
  });
  near.on("error", () => undefined);
  far.on("error", () => undefined);
  const end = () => {
    if (!kept) leave();
  };
  // The client may have gone before its line stood.
  if (socket.destroyed) end();
  else socket.once("close", end);
  far.once("close", () => socket.destroy());
}

/** Makes a connection to the server with one channel. */
async function openChannel({
  host,
  port = 22,
  user,
  authentication,
  secrets,
}: SftpSiteOptions): Promise<Line> {
  const client = new ssh2.Client();
  const sock = connect({ host, port, noDelay: true });
  const credentials =
    "privateKey" in authentication
      ? { privateKey: await secrets(authentication.privateKey) }
      : "password" in authentication
        ? { password: await secrets(authentication.password) }
        : {};
  return new Promise((resolve, reject) => {
    client.on("error", (error) => {
      sock.destroy();
      reject(error);
    });
    client.once("ready", () => {
      client.subsys("sftp", (error, channel) => {
        if (error !== undefined) {
          sock.destroy();
          return reject(error);
        }
        resolve({ far: channel, leave: () => sock.destroy() });
      });
    });
    client.connect({ sock, username: user, ...credentials });
  });
}
