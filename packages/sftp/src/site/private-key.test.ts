import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { generateHostKey, generateKeyPair } from "../sandbox/index.js";
import { mustBeUsableKey } from "./private-key.js";

const PASSPHRASE = "canary-passphrase";
const { publicKey } = generateKeyPair();
const plain = generateHostKey();

function pemKey(type: "pkcs1" | "pkcs8", passphrase?: string): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const encryption = passphrase === undefined ? {} : { cipher: "aes-128-cbc", passphrase };
  return privateKey.export({ type, format: "pem", ...encryption }).toString();
}

/** A key in the form that ssh-keygen writes today. */
async function opensshKey(passphrase: string, format: readonly string[] = []): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "private-key-"));
  try {
    const path = join(folder, "key");
    await promisify(execFile)("ssh-keygen", ["-q", "-t", "rsa", "-N", passphrase, "-f", path, ...format]);
    return await readFile(path, "utf8");
  } finally {
    await rm(folder, { recursive: true });
  }
}

const putty = (version: number, kind: string) =>
  `PuTTY-User-Key-File-${version}: ${kind}\nEncryption: none\nComment: canary\nPublic-Lines: 1\ncanary\n`;

describe("mustBeUsableKey", () => {
  test.each([
    [
      "a PuTTY key of version 3",
      putty(3, "ssh-ed25519"),
      /version 3.*Export OpenSSH key.*-O private-openssh/,
    ],
    ["a PuTTY key of version 2 of a kind that is not read", putty(2, "ssh-ed25519"), /version 2.*Export/],
    ["a public key", publicKey, /public key; give the private one/],
    ["a public key in the form of RFC 4716", "---- BEGIN SSH2 PUBLIC KEY ----\ncanary", /public key/],
    ["a PKCS #8 key", pemKey("pkcs8"), /ssh-keygen -p/],
    ["a protected PKCS #8 key", pemKey("pkcs8", PASSPHRASE), /authentication\.passphrase/],
    ["a protected PEM key without its passphrase", pemKey("pkcs1", PASSPHRASE), /authentication\.passphrase/],
    ["nothing", " \n", /empty/],
    ["a name of a file", "/keys/canary", /does not begin as a key does/],
    ["half a key", plain.slice(0, plain.length / 2), /damaged/],
  ])("says what to do with %s, and shows nothing of it", (_, key, words) => {
    const refused = () => mustBeUsableKey(key);
    expect(refused).toThrow(expect.objectContaining({ code: "config.invalid" }));
    expect(refused).toThrow(words);
    expect(refused).not.toThrow(/canary/);
  });

  test.each([
    ["OpenSSH's own form", []],
    ["the older form", ["-m", "PEM"]],
  ] as const)("wants the passphrase of a protected key in %s, and tells a wrong one", async (_, format) => {
    const key = await opensshKey(PASSPHRASE, format);
    expect(() => mustBeUsableKey(key)).toThrow(/authentication\.passphrase/);
    expect(() => mustBeUsableKey(key, "canary-wrong")).toThrow(/does not open it/);
    expect(() => mustBeUsableKey(key, "canary-wrong")).not.toThrow(/canary/);
    expect(() => mustBeUsableKey(key, PASSPHRASE)).not.toThrow();
  });

  test("takes OpenSSH and PEM keys", async () => {
    for (const key of [plain, pemKey("pkcs1"), await opensshKey("")]) {
      expect(() => mustBeUsableKey(key)).not.toThrow();
    }
  });

  test("keeps the issue by the name of the option", () => {
    const issues = ["authentication.privateKey: it is empty"];
    expect(() => mustBeUsableKey("")).toThrow(expect.objectContaining({ details: { issues } }));
  });
});
