import { createGunzip } from "node:zlib";
import { inflate } from "./inflate.js";
import type { LayerSource, OpenLayer } from "./layer.js";
import { undecodable } from "./undecodable.js";

/**
 * Takes off gzip (RFC 1952), also of several members in a row. The checksum and length of each are checked, and every
 * byte has to belong to one: Node itself passes over what follows the last.
 */
export function openGzip(source: LayerSource): OpenLayer {
  const engine = createGunzip();
  return {
    bytes: inflate(source, { from: 0, to: source.sizeBytes }, engine),
    async finish() {
      const strayBytes = source.sizeBytes - engine.bytesWritten;
      if (strayBytes !== 0) {
        throw undecodable(source.name, "corrupt", `${strayBytes} bytes follow the end of its gzip data`);
      }
      return { kind: "gzip" };
    },
  };
}
