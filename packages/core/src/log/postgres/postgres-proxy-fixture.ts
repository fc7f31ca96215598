import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import type { PostgresServer } from "./postgres-fixture.js";

/** What becomes of the connection when the client commits. */
type Disturbance = "cut before the server sees it" | "cut after the server has done it" | "silence";

/** A way to the server that can be disturbed at the moment at which it hurts most. */
export interface PostgresProxy extends AsyncDisposable {
  readonly port: number;
  /** Disturbs the next statement that holds a word. */
  disturb(word: string, disturbance: Disturbance): void;
}

export async function startPostgresProxy(server: PostgresServer): Promise<PostgresProxy> {
  const sockets = new Set<Socket>();
  let planned: { readonly word: string; readonly disturbance: Disturbance } | undefined;

  const proxy = createServer((client) => {
    const upstream = connect(server.socketPath);
    let silent = false;
    let cutAtAnswer = false;
    const cut = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", cut).on("close", () => {
        sockets.delete(socket);
        cut();
      });
    }
    client.on("data", (bytes) => {
      if (silent) return;
      if (planned !== undefined && bytes.includes(planned.word)) {
        const { disturbance } = planned;
        planned = undefined;
        if (disturbance === "cut before the server sees it") return cut();
        silent = disturbance === "silence";
        cutAtAnswer = !silent;
      }
      if (!silent) upstream.write(bytes);
    });
    upstream.on("data", (bytes) => {
      if (cutAtAnswer) cut();
      else if (!silent) client.write(bytes);
    });
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  const address = proxy.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    disturb(word, disturbance) {
      planned = { word, disturbance };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      proxy.close();
      await once(proxy, "close");
    },
  };
}
