import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SftpClient from "ssh2-sftp-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { generateHostKey, type SftpSandbox, startSftpSandbox } from "./index.js";

const USER = { name: "ops", password: "only-here" };

/** A client that shares nothing with our own site. */
async function connectClient(sandbox: SftpSandbox, password = USER.password): Promise<SftpClient> {
  const silent = () => undefined;
  const client = new SftpClient("test", { error: silent, end: silent, close: silent });
  await client.connect({ host: sandbox.host, port: sandbox.port, username: USER.name, password });
  return client;
}

/** The bare protocol, for the requests that the client has no method for. */
async function connectRaw(sandbox: SftpSandbox) {
  const client = new SftpClient("raw");
  const sftp = await client.connect({
    host: sandbox.host,
    port: sandbox.port,
    username: USER.name,
    password: USER.password,
  });
  return { sftp, [Symbol.asyncDispose]: async () => void (await client.end()) };
}

describe("startSftpSandbox", () => {
  let root: string;
  let sandbox: SftpSandbox;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "sandbox-"));
    await mkdir(join(root, "home"));
    sandbox = await startSftpSandbox({ root: join(root, "home"), users: [USER] });
  });
  afterEach(async () => {
    await sandbox.close();
    await rm(root, { recursive: true });
  });

  test("serves any client: put, list, get, rename, folders, attributes", async () => {
    const client = await connectClient(sandbox);
    await client.put(Buffer.from("a,b\n1,2\n"), "/a.csv");
    await client.append(Buffer.from("3,4\n"), "/a.csv");
    await client.mkdir("/x/y", true);
    await client.rename("/a.csv", "/x/b.csv");
    await client.chmod("/x/b.csv", 0o600);
    expect(await client.realPath("x/../x")).toBe("/x");
    const listed = await client.list("/x");
    expect(listed.map(({ name, type }) => `${type} ${name}`).sort()).toEqual(["- b.csv", "d y"]);
    expect(String(await client.get("/x/b.csv"))).toBe("a,b\n1,2\n3,4\n");
    expect((await stat(join(root, "home/x/b.csv"))).mode & 0o777).toBe(0o600);
    await client.delete("/x/b.csv");
    await client.rmdir("/x", true);
    expect(await client.list("/")).toEqual([]);
    await client.end();
  });

  test("refuses a taken target with the status that OpenSSH sends", async () => {
    const client = await connectClient(sandbox);
    await client.put(Buffer.from("source"), "/a.csv");
    await client.put(Buffer.from("target"), "/b.csv");
    await expect(client.rename("/a.csv", "/b.csv")).rejects.toMatchObject({ code: 4 });
    await expect(client.rename("/absent.csv", "/c.csv")).rejects.toMatchObject({ code: 2 });
    await expect(client.rmdir("/absent")).rejects.toMatchObject({ code: "ERR_BAD_PATH" });
    sandbox.faults.renameOverwrites = true;
    await client.rename("/a.csv", "/b.csv");
    expect(String(await client.get("/b.csv"))).toBe("source");
    await client.end();
  });

  test("sets attributes of files by name and by handle, and tells where a link leads", async () => {
    await symlink("a.csv", join(root, "home/link.csv"));
    const client = await connectClient(sandbox);
    await client.put(Buffer.from("123456"), "/a.csv", { writeStreamOptions: { mode: 0o640 } });
    expect((await stat(join(root, "home/a.csv"))).mode & 0o777).toBe(0o640);
    await client.end();

    await using site = await connectRaw(sandbox);
    const { sftp } = site;
    await new Promise((resolve) => sftp.setstat("/link.csv", { size: 3, atime: 10, mtime: 20 }, resolve));
    const changed = await stat(join(root, "home/a.csv"));
    expect([changed.size, changed.mtimeMs]).toEqual([3, 20_000]);
    expect(await new Promise((resolve) => sftp.readlink("/link.csv", (_, target) => resolve(target)))).toBe(
      "a.csv",
    );
  });

  test("lets nobody out of its folder, by name or by link", async () => {
    await writeFile(join(root, "private.csv"), "private");
    await symlink(root, join(root, "home/way-out"));
    await symlink(join(root, "new.csv"), join(root, "home/dangling.csv"));
    await symlink(join(root, "home"), join(root, "home/inside"));
    const client = await connectClient(sandbox);
    await expect(client.get("/../private.csv")).rejects.toMatchObject({ code: 2 });
    await expect(client.get("/way-out/private.csv")).rejects.toMatchObject({ code: 3 });
    await expect(client.put(Buffer.from("x"), "/dangling.csv")).rejects.toMatchObject({ code: 4 });
    await expect(stat(join(root, "new.csv"))).rejects.toMatchObject({ code: "ENOENT" });
    expect((await client.list("/inside")).map(({ name }) => name).sort()).toEqual([
      "dangling.csv",
      "inside",
      "way-out",
    ]);
    await client.end();
  });

  test("is the same server after a restart with the same host key, and another without it", async () => {
    const hostKey = generateHostKey();
    const options = { root, users: [USER] };
    await using first = await startSftpSandbox({ ...options, hostKey });
    await using again = await startSftpSandbox({ ...options, hostKey });
    expect(again.hostKeyFingerprint).toBe(first.hostKeyFingerprint);
    expect(sandbox.hostKeyFingerprint).not.toBe(first.hostKeyFingerprint);
    expect(sandbox.hostKeyFingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  test("counts who tries to come in, and lets in only who may", async () => {
    await expect(connectClient(sandbox, "wrong")).rejects.toThrow(/authentication/);
    expect(sandbox.authenticationAttempts).toBeGreaterThan(0);
    expect(sandbox.connections).toBe(1);
  });

  test("drops whoever is connected when it is closed, and can be closed twice", async () => {
    const client = await connectClient(sandbox);
    const dropped = new Promise((resolve) => client.on("close", resolve));
    await sandbox.close();
    await dropped;
    await sandbox.close();
    await expect(connectClient(sandbox)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  test("refuses options and keys that it cannot use", async () => {
    await expect(startSftpSandbox({ root: "", users: [] })).rejects.toMatchObject({ code: "config.invalid" });
    await expect(startSftpSandbox({ root, users: [], hostKey: "no key" })).rejects.toThrow(/hostKey/);
    const users = [{ name: "ops", publicKey: "no key" }];
    await expect(startSftpSandbox({ root, users })).rejects.toThrow(/public key of ops/);
  });

  test("does to a request what its faults say, once, and forgets them when cleared", async () => {
    const client = await connectClient(sandbox);
    sandbox.faults.refuse("MKDIR", 3);
    await expect(client.mkdir("/a")).rejects.toMatchObject({ code: 3 });
    sandbox.faults.cutBefore("MKDIR", 2);
    sandbox.faults.loseReplyAfter("REMOVE");
    sandbox.faults.clear();
    await client.mkdir("/a");
    await client.mkdir("/b");
    await client.put(Buffer.from("x"), "/c.csv");
    await client.delete("/c.csv");
    expect(await readFile(join(root, "home/c.csv"), "utf8").catch(() => "gone")).toBe("gone");
    await client.end();
  });
});
