import { spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { SpmError } from "@spm-ops/core";

/** A server of somebody else's, in a process of its own. */
export interface ServerProcess {
  /** Ends it by its own id, and waits until it is gone. */
  stop(): Promise<void>;
}

/** How long a server may take until it listens. */
const START_TRIES = 400;

/** A port of this machine that nobody listens on. */
export async function findFreePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Starts a server that stays in the foreground, and waits until it listens. */
export async function startServerProcess(
  command: string,
  commandArguments: readonly string[],
  port: number,
): Promise<ServerProcess> {
  const server = spawn(command, [...commandArguments], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const hear = (words: Buffer) => {
    said = (said + words.toString()).slice(-4_000);
  };
  server.stdout.on("data", hear);
  server.stderr.on("data", hear);
  let ended = false;
  const exited = new Promise<void>((resolve) =>
    server.once("close", () => {
      ended = true;
      resolve();
    }),
  );
  server.once("error", (error) => hear(Buffer.from(error.message)));
  const stop = async () => {
    server.kill();
    // What it started may hold its lines open for longer than it lives.
    server.stdout.destroy();
    server.stderr.destroy();
    await exited;
  };
  for (let tries = 0; !(await isListening(port)); tries += 1) {
    if (ended || tries > START_TRIES) {
      await stop();
      throw new SpmError("remote.unavailable", `${command} did not start: ${said}`, { operation: "start" });
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return { stop };
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => resolve(true));
    socket.once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}
