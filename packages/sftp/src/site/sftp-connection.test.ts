import { connect, createServer, type Server, type Socket } from "node:net";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { generateHostKey, generateKeyPair, startSftpSandbox } from "../sandbox/index.js";
import { PASSWORD, startSandboxSite } from "./sandbox-site-fixture.js";
import { openSftpSite } from "./sftp-site.js";

const OTHER_KEY = `SHA256:${"A".repeat(43)}`;

describe("a connection", () => {
  test("is refused to a server with another host key, before anything is sent", async () => {
    await using sandboxSite = await startSandboxSite();
    const opening = sandboxSite.open({ hostKeys: [OTHER_KEY] });
    await expect(opening).rejects.toMatchObject({
      code: "host-key.mismatch",
      retryable: false,
      details: { expected: [OTHER_KEY], got: sandboxSite.sandbox.hostKeyFingerprint },
    });
    await expect(opening).rejects.toThrow(sandboxSite.sandbox.hostKeyFingerprint);
    expect(sandboxSite.sandbox.authenticationAttempts).toBe(0);
  });

  test("is made when one of two pinned keys is shown, while a server changes its key", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open({ hostKeys: [OTHER_KEY, sandboxSite.sandbox.hostKeyFingerprint] });
    expect(await site.stat("/")).toMatchObject({ kind: "folder" });
  });

  test("with a wrong password is tried once and never shows it", async () => {
    await using sandboxSite = await startSandboxSite();
    const wrong = "canary-wrong-19c2";
    const error: unknown = await sandboxSite
      .open({ secrets: async () => wrong })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: "auth.rejected", retryable: false });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(wrong);
    expect(sandboxSite.sandbox.authenticationAttempts).toBe(1);
  });

  test("can be made with a private key", async () => {
    await using sandboxSite = await startSandboxSite();
    const { privateKey, publicKey } = generateKeyPair();
    await using keyed = await startSftpSandbox({
      root: sandboxSite.root,
      users: [{ name: "ops", publicKey }],
    });
    const options = {
      ...sandboxSite.options,
      port: keyed.port,
      hostKeys: [keyed.hostKeyFingerprint],
      authentication: { privateKey: "file:/keys/ops" },
    };
    await using site = await openSftpSite({ ...options, secrets: async () => privateKey });
    expect(await site.stat("/")).toMatchObject({ kind: "folder" });
    await expect(openSftpSite({ ...options, secrets: async () => generateHostKey() })).rejects.toMatchObject({
      code: "auth.rejected",
    });
  });

  test("can be made with a private key that a passphrase protects, and not with a wrong one", async () => {
    await using sandboxSite = await startSandboxSite();
    const passphrase = "canary-passphrase";
    const { privateKey, publicKey } = generateKeyPair({ passphrase });
    const { root } = sandboxSite;
    await using keyed = await startSftpSandbox({ root, users: [{ name: "ops", publicKey }] });
    const read = (given: string) => async (reference: string) =>
      reference === "env:PHRASE" ? given : privateKey;
    const options = {
      ...sandboxSite.options,
      port: keyed.port,
      hostKeys: [keyed.hostKeyFingerprint],
      authentication: { privateKey: "file:/keys/ops", passphrase: "env:PHRASE" },
    };
    await using site = await openSftpSite({ ...options, secrets: read(passphrase) });
    expect(await site.stat("/")).toMatchObject({ kind: "folder" });
    const wrong = openSftpSite({ ...options, secrets: read("canary-wrong") });
    await expect(wrong).rejects.toMatchObject({ code: "config.invalid" });
    await expect(wrong).rejects.not.toThrow(/canary/);
  });

  test("can be made by the password that a server asks for, and is not where it asks for more", async () => {
    await using sandboxSite = await startSandboxSite();
    const authentication = { promptedPassword: "env:SFTP_PASSWORD" };
    const site = await sandboxSite.open({ authentication });
    expect(await site.stat("/")).toMatchObject({ kind: "folder" });
    await expect(
      sandboxSite.open({ authentication, secrets: async () => "canary-wrong" }),
    ).rejects.toMatchObject({ code: "auth.rejected" });

    const { root } = sandboxSite;
    const users = [{ name: "ops", password: PASSWORD, oneTimeCode: PASSWORD }];
    await using careful = await startSftpSandbox({ root, users });
    const elsewhere = { port: careful.port, hostKeys: [careful.hostKeyFingerprint], authentication };
    await expect(sandboxSite.open(elsewhere)).rejects.toMatchObject({ code: "auth.rejected" });
  });

  test("with a key that cannot be read says what to do, and shows nothing of it", async () => {
    await using sandboxSite = await startSandboxSite();
    const authentication = { privateKey: "file:/keys/ops" };
    const putty = "PuTTY-User-Key-File-3: ssh-ed25519\ncanary-key";
    const opening = sandboxSite.open({ authentication, secrets: async () => putty });
    await expect(opening).rejects.toThrow(/Export OpenSSH key/);
    await expect(opening).rejects.not.toThrow(/canary/);
    await expect(sandboxSite.open({ authentication, secrets: async () => "canary" })).rejects.toMatchObject({
      code: "config.invalid",
    });
    expect(sandboxSite.sandbox.connections).toBe(0);
  });

  test("to a server that is gone is unavailable, and so is the next one", async () => {
    await using sandboxSite = await startSandboxSite();
    const site = await sandboxSite.open();
    await sandboxSite.sandbox.close();
    await expect(site.stat("/")).rejects.toMatchObject({ code: "remote.unavailable" });
    await expect(site.rename("/a", "/b")).rejects.toMatchObject({ code: "remote.unavailable" });
    await expect(sandboxSite.open()).rejects.toMatchObject({ code: "remote.unavailable", retryable: true });
  });

  test("to a server that says nothing ends by its deadline or by the signal", async () => {
    await using silent = await startListener(() => undefined);
    await using sandboxSite = await startSandboxSite();
    const options = { ...sandboxSite.options, port: silent.port, timing: { connectTimeoutMs: 100 } };
    await expect(openSftpSite(options)).rejects.toMatchObject({ code: "remote.unavailable" });
    const reason = new TypeError("the operator left");
    const abort = new AbortController();
    const opening = openSftpSite(options, { signal: abort.signal });
    abort.abort(reason);
    await expect(opening).rejects.toBe(reason);
  });
});

describe("a link that swallows everything", () => {
  const timing = { operationTimeoutMs: 1_000, connectTimeoutMs: 5_000 };

  test("fails each call by its own deadline, and the site comes back with the link", async () => {
    await using sandboxSite = await startSandboxSite();
    await using link = await startLink(sandboxSite.sandbox.port);
    const site = await sandboxSite.open({ port: link.port, timing });
    await site.makeFolder("/a");
    link.swallow(true);
    await expect(site.stat("/a")).rejects.toMatchObject({ code: "remote.unavailable" });
    link.swallow(false);
    expect(await site.stat("/a")).toMatchObject({ kind: "folder" });
  });

  test("leaves a change unknown", async () => {
    await using sandboxSite = await startSandboxSite();
    await using link = await startLink(sandboxSite.sandbox.port);
    const site = await sandboxSite.open({ port: link.port, timing });
    // The look at the folder is answered, the order to make it is not.
    link.swallowAfterAnswers(1);
    await expect(site.makeFolder("/a")).rejects.toMatchObject({ code: "remote.unknown" });
  });

  test("is found dead by keepalive, so that the next call makes a new connection", async () => {
    await using sandboxSite = await startSandboxSite();
    await using link = await startLink(sandboxSite.sandbox.port);
    const patient = { keepaliveMs: 200, keepaliveLimit: 2, operationTimeoutMs: 60_000 };
    const site = await sandboxSite.open({ port: link.port, timing: patient });
    link.swallow(true);
    await expect(site.stat("/")).rejects.toMatchObject({ code: "remote.unavailable" });
    link.swallow(false);
    expect(await site.stat("/")).toMatchObject({ kind: "folder" });
    expect(sandboxSite.sandbox.connections).toBe(2);
  });

  test("lets an abort through with its own reason, and a close too", async () => {
    await using sandboxSite = await startSandboxSite();
    await using link = await startLink(sandboxSite.sandbox.port);
    const site = await sandboxSite.open({ port: link.port });
    link.swallow(true);
    const reason = new TypeError("the operator left");
    const abort = new AbortController();
    const asking = site.stat("/", { signal: abort.signal });
    // By then the question is on its way.
    setImmediate(() => abort.abort(reason));
    await expect(asking).rejects.toBe(reason);
    await site.close();
  });
});

test("no failure shows the password, however deep one looks", async () => {
  await using sandboxSite = await startSandboxSite();
  const site = await sandboxSite.open();
  sandboxSite.sandbox.faults.cutBefore("RENAME");
  const outcomes = await Promise.allSettled([
    site.rename("/a", "/b"),
    site.read("/absent"),
    site.stat("/../x"),
    sandboxSite.open({ hostKeys: [OTHER_KEY] }),
    sandboxSite.open({ user: "nobody" }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(new Array(5).fill("rejected"));
  expect(inspect(outcomes, { depth: 12, showHidden: true })).not.toContain(PASSWORD);
});

interface Listener extends AsyncDisposable {
  readonly port: number;
}

async function startListener(onSocket: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    onSocket(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A line to a server that can stop carrying anything without breaking. */
async function startLink(port: number) {
  let swallowing = false;
  let answersLeft = Number.POSITIVE_INFINITY;
  const listener = await startListener((near) => {
    const far = connect({ host: "127.0.0.1", port, noDelay: true });
    far.on("error", () => near.destroy());
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    near.on("data", (bytes) => swallowing || answersLeft <= 0 || far.write(bytes));
    far.on("data", (bytes) => {
      if (swallowing) return;
      answersLeft -= 1;
      near.write(bytes);
    });
  });
  return {
    ...listener,
    swallow(on: boolean) {
      swallowing = on;
    },
    swallowAfterAnswers(count: number) {
      answersLeft = count;
    },
  };
}
