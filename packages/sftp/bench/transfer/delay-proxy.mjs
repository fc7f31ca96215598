import { connect, createServer } from "node:net";

/**
 * Starts a relay to a port of this machine that holds back every piece, in both directions, by half of the round trip.
 *
 * It neither loses nor limits anything, so what slows down behind it is waiting alone.
 *
 * @param {number} targetPort
 * @param {number} roundTripMs
 */
export async function startDelayProxy(targetPort, roundTripMs) {
  const sockets = new Set();
  const relay = (from, to) => {
    sockets.add(from);
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
    from.on("error", () => to.destroy());
    from.on("data", (piece) => setTimeout(() => to.destroyed || to.write(piece), roundTripMs / 2));
  };
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: targetPort, host: "127.0.0.1", noDelay: true });
    relay(near, far);
    relay(far, near);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: server.address().port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
