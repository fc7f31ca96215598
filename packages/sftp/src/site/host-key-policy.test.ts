import { isSpmError } from "@spm-ops/core";
import { describe, expect, test } from "vitest";
import { generateKeyPair } from "../sandbox/index.js";
import { toKnownHostName } from "./known-hosts.js";
import { type SandboxSite, startSandboxSite } from "./sandbox-site-fixture.js";

const another = generateKeyPair().publicKey.split(" ").slice(0, 2).join(" ");

/** The key that the sandbox shows, in the form of a line, as the refusal without any known key tells it. */
async function lineToAdd(sandboxSite: SandboxSite): Promise<string> {
  const refusal: unknown = await sandboxSite
    .open({ hostKeys: undefined, knownHosts: `other.example ${another}` })
    .catch((error: unknown) => error);
  if (!isSpmError(refusal, "host-key.mismatch")) throw refusal;
  expect(refusal.details).toEqual({ expected: [], got: sandboxSite.sandbox.hostKeyFingerprint });
  return refusal.message.split("add to known_hosts: ")[1] ?? "";
}

describe("known_hosts", () => {
  test("that does not know the host refuses it, and says what to add; with that it is trusted", async () => {
    await using sandboxSite = await startSandboxSite();
    const line = await lineToAdd(sandboxSite);
    expect(sandboxSite.sandbox.authenticationAttempts).toBe(0);
    expect(line.startsWith(toKnownHostName(sandboxSite.sandbox.host, sandboxSite.sandbox.port))).toBe(true);
    const site = await sandboxSite.open({ hostKeys: undefined, knownHosts: `[*]:* ${another}\n${line}` });
    expect(await site.stat("/")).toMatchObject({ kind: "folder" });
  });

  test("with another key for the host refuses it, and tells both", async () => {
    await using sandboxSite = await startSandboxSite();
    const { sandbox } = sandboxSite;
    const name = toKnownHostName(sandbox.host, sandbox.port);
    const opening = sandboxSite.open({ hostKeys: undefined, knownHosts: `${name} ${another}` });
    await expect(opening).rejects.toMatchObject({
      code: "host-key.mismatch",
      details: { expected: [expect.stringMatching(/^SHA256:/)], got: sandbox.hostKeyFingerprint },
    });
    expect(sandbox.authenticationAttempts).toBe(0);
  });

  test("refuses a revoked key by its line, even where it is pinned", async () => {
    await using sandboxSite = await startSandboxSite();
    const [, ...key] = (await lineToAdd(sandboxSite)).split(" ");
    const opening = sandboxSite.open({ knownHosts: `# left\n@revoked * ${key.join(" ")}` });
    await expect(opening).rejects.toMatchObject({ code: "host-key.mismatch", details: { expected: [] } });
    await expect(opening).rejects.toThrow(/line 2 of known_hosts revokes/);
  });

  test("with a certificate authority alone is refused before anything is connected", async () => {
    await using sandboxSite = await startSandboxSite();
    const knownHosts = `@cert-authority [127.0.0.*]:* ${another}`;
    await expect(sandboxSite.open({ hostKeys: undefined, knownHosts })).rejects.toMatchObject({
      code: "config.invalid",
      details: { issues: [expect.stringMatching(/line 1 .*@cert-authority/)] },
    });
    expect(sandboxSite.sandbox.connections).toBe(0);
    expect(await (await sandboxSite.open({ knownHosts })).stat("/")).toMatchObject({ kind: "folder" });
  });

  test("has to be readable, and something has to be trusted", async () => {
    await using sandboxSite = await startSandboxSite();
    await expect(sandboxSite.open({ knownHosts: "a\nb" })).rejects.toMatchObject({
      details: { issues: [expect.stringMatching(/knownHosts: line 1/), expect.stringMatching(/line 2/)] },
    });
    await expect(
      sandboxSite.open({ hostKeys: [], knownHosts: "# nobody yet", requestsInFlight: 0 }),
    ).rejects.toMatchObject({
      details: { issues: [expect.any(String), expect.stringMatching(/^hostKeys/)] },
    });
  });
});
