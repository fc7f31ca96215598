import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createServer } from "node:tls";

/** One element of DER: its tag, its length, and what it holds. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.byteLength;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);
const objectId = (hex: string) => der(0x06, Buffer.from(hex, "hex"));
const bits = (bytes: Uint8Array) => der(0x03, Buffer.from([0]), bytes);
const instant = (ms: number) => {
  const text = new Date(ms).toISOString().replace(/[-:T]/g, "").replace(/\.\d+/, "");
  return der(0x18, Buffer.from(text));
};

const ecdsaWithSha256 = sequence(objectId("2a8648ce3d040302"));
const commonName = (name: string) =>
  sequence(der(0x31, sequence(objectId("550403"), der(0x0c, Buffer.from(name)))));
/** The address 127.0.0.1 as a subject's alternative name. */
const forLoopback = sequence(objectId("551d11"), der(0x04, sequence(der(0x87, Buffer.from([127, 0, 0, 1])))));

export interface MadeCertificate {
  readonly certificate: string;
  readonly key: KeyObject;
}

/** Makes a certificate for 127.0.0.1 that signs itself. */
export function makeCertificate(fromMs: number, toMs: number): MadeCertificate {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = commonName("127.0.0.1");
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    sequence(instant(fromMs), instant(toMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, sequence(forLoopback)),
  );
  const whole = sequence(body, ecdsaWithSha256, bits(sign("sha256", body, privateKey)));
  const certificate = `-----BEGIN CERTIFICATE-----\n${whole.toString("base64")}\n-----END CERTIFICATE-----\n`;
  return { certificate, key: privateKey };
}

/** A TLS server on 127.0.0.1 that shows a certificate. */
export async function startTlsServer({ certificate, key }: MadeCertificate) {
  const server = createServer({ cert: certificate, key: key.export({ type: "pkcs8", format: "pem" }) });
  server.on("connection", (socket) => socket.on("error", () => socket.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
