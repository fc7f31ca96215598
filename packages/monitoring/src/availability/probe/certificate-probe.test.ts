import { type AddressInfo, createServer } from "node:net";
import { systemClock } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { makeCertificate, startTlsServer } from "./certificate-fixture.js";
import { type CertificateProbeOptions, createCertificateProbe } from "./certificate-probe.js";

const DAY_MS = 86_400_000;

async function lookAt(
  days: { readonly from: number; readonly to: number },
  options: Partial<CertificateProbeOptions> = {},
) {
  const now = systemClock.now();
  const made = makeCertificate(now + days.from * DAY_MS, now + days.to * DAY_MS);
  const server = await startTlsServer(made);
  try {
    const authorities = [made.certificate];
    const place = {
      id: "portal-tls",
      title: "The portal's certificate",
      host: "127.0.0.1",
      port: server.port,
    };
    return await createCertificateProbe({ ...place, authorities, ...options }).look();
  } finally {
    await server.close();
  }
}

describe("a certificate probe", () => {
  test("tells up and the days that are left", async () => {
    const look = await lookAt({ from: -1, to: 90.5 });
    expect(look).toMatchObject({ state: "up", detail: expect.stringMatching(/ends on .*, in 90 days$/) });
    expect(look.warning).toBeUndefined();
  });

  test("warns before the end", async () => {
    expect((await lookAt({ from: -1, to: 20.5 })).warning).toMatch(/in 20 days$/);
    expect((await lookAt({ from: -1, to: 20.5 }, { warnDays: 20 })).warning).toBeUndefined();
  });

  test("tells down after the end, for another name and without trust", async () => {
    expect((await lookAt({ from: -9, to: -1 })).detail).toMatch(/ended on/);
    expect(await lookAt({ from: -1, to: 90 }, { serverName: "portal.example.com" })).toMatchObject({
      state: "down",
      detail: expect.stringContaining("ERR_TLS_CERT_ALTNAME_INVALID"),
    });
    const stranger = makeCertificate(0, systemClock.now() + DAY_MS).certificate;
    expect(await lookAt({ from: -1, to: 90 }, { authorities: [stranger] })).toMatchObject({
      state: "down",
      detail: expect.stringContaining("is not valid"),
    });
    expect((await lookAt({ from: 1, to: 90 })).detail).toContain("CERT_NOT_YET_VALID");
  });

  test("tells down when nobody listens, and when what answers speaks no TLS", async () => {
    const probe = { id: "portal-tls", title: "The portal's certificate", host: "127.0.0.1" };
    expect((await createCertificateProbe({ ...probe, port: 1 }).look()).state).toBe("down");
    const plain = createServer((socket) =>
      socket
        .on("error", () => socket.destroy())
        .resume()
        .end("hello"),
    );
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    const { port } = plain.address() as AddressInfo;
    expect((await createCertificateProbe({ ...probe, port }).look()).state).toBe("down");
    await new Promise((resolve) => plain.close(resolve));
  });
});
