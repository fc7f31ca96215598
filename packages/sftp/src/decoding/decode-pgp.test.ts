import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { isSpmError, sha256 } from "@spm-ops/core";
import * as openpgp from "openpgp";
import { beforeAll, describe, expect, test } from "vitest";
import type { DecodingStep } from "../feed/decoding-rule.js";
import { decode, decodedText, ORDERS, openDecodingFolder } from "./decoding-fixture.js";
import { createPgpReader } from "./pgp-layer.js";

const PASSPHRASE = "canary-passphrase-only-here";

interface Pair {
  readonly privateKey: openpgp.PrivateKey;
  readonly publicKey: openpgp.PublicKey;
}

let ours: Pair;
let sender: Pair;
let stranger: Pair;
let expired: Pair;

beforeAll(async () => {
  const make = (name: string, more: { readonly date?: Date; readonly keyExpirationTime?: number } = {}) =>
    openpgp.generateKey({ userIDs: [{ name }], format: "object", ...more });
  ours = await make("operations");
  sender = await make("sender");
  stranger = await make("stranger");
  expired = await make("expired", { date: new Date("2020-01-01"), keyExpirationTime: 86_400 });
});

/** A reader with our key behind its passphrase and the sender's public keys. */
async function startReader(known: readonly Pair[] = [sender]) {
  const locked = await openpgp.encryptKey({ privateKey: ours.privateKey, passphrase: PASSPHRASE });
  const secrets: Readonly<Record<string, string>> = {
    "env:KEY": locked.armor(),
    "env:PASSPHRASE": PASSPHRASE,
  };
  return createPgpReader({
    decryptionKeys: ["env:KEY"],
    passphrase: "env:PASSPHRASE",
    verificationKeys: known.map(({ publicKey }) => publicKey.armor()),
    secrets: async (reference) => secrets[reference] ?? "",
  });
}

interface Sealing {
  readonly to?: Pair;
  readonly by?: Pair;
  readonly armor?: boolean;
}

async function seal(text: string, { to = ours, by, armor = false }: Sealing = {}): Promise<Uint8Array> {
  const encrypted = await openpgp.encrypt({
    message: await openpgp.createMessage({
      binary: Buffer.from(text),
    }),
    encryptionKeys: to.publicKey,
    ...(by === undefined ? {} : { signingKeys: by.privateKey }),
    format: "object",
  });
  return armor ? Buffer.from(encrypted.armor()) : bytesOf(encrypted.write());
}

function bytesOf(written: unknown): Uint8Array {
  if (written instanceof Uint8Array) return written;
  throw new TypeError("not written at once");
}

const sealed = { kind: "pgp", encrypted: true, signed: "inline" } as const;
const onlyEncrypted = { kind: "pgp", encrypted: true, signed: "no" } as const;

/** The reason for which a file is refused, once nothing is left of it. */
async function reasonFor(bytes: Uint8Array, step: DecodingStep, known?: readonly Pair[]): Promise<string> {
  await using folder = await openDecodingFolder();
  const file = await folder.put("orders.pgp", bytes);
  const pgp = await startReader(known);
  const outcome = await decode(folder, file, [step], { pgp }).catch((error: unknown) => error);
  expect(await folder.names()).toEqual(["orders.pgp"]);
  if (!isSpmError(outcome, "file.undecodable")) throw outcome;
  return outcome.details.reason;
}

describe("decodeFile, of PGP", () => {
  test.each([true, false])("decrypts and verifies, armored: %s", async (armor) => {
    await using folder = await openDecodingFolder();
    const file = await folder.put("orders.pgp", await seal(ORDERS, { by: sender, armor }));
    const decoded = await decode(folder, file, [sealed], { pgp: await startReader() });
    expect(decoded).toMatchObject({
      sha256: sha256(ORDERS),
      original: { sha256: file.sha256 },
      layers: [{ kind: "pgp", signedBy: sender.publicKey.getFingerprint() }],
    });
    expect(await decodedText(folder)).toBe(ORDERS);
    expect(await folder.names()).toEqual(["decoded.csv", "orders.pgp"]);
  });

  test("decrypts without a look at signatures where none is declared", async () => {
    await using folder = await openDecodingFolder();
    const file = await folder.put("orders.pgp", await seal(ORDERS, { by: stranger }));
    const { layers } = await decode(folder, file, [onlyEncrypted], { pgp: await startReader() });
    expect(layers).toEqual([{ kind: "pgp" }]);
  });

  test("verifies what is signed without being encrypted, within the message and beside it", async () => {
    await using folder = await openDecodingFolder();
    const pgp = await startReader();
    const message = await openpgp.createMessage({ binary: Buffer.from(ORDERS) });
    const signed = await openpgp.sign({ message, signingKeys: sender.privateKey, format: "binary" });
    const inline = { kind: "pgp", encrypted: false, signed: "inline" } as const;
    await decode(folder, await folder.put("orders.pgp", signed), [inline], { pgp });
    expect(await decodedText(folder)).toBe(ORDERS);

    const detached = { kind: "pgp", encrypted: false, signed: "detached" } as const;
    const signature = await openpgp.sign({ message, signingKeys: sender.privateKey, detached: true });
    const signaturePath = (await folder.put("orders.csv.asc", signature)).path;
    const plain = await folder.put("orders.csv", ORDERS);
    const { layers } = await decode(folder, plain, [detached], { pgp, signaturePath });
    expect(layers).toMatchObject([{ signedBy: sender.publicKey.getFingerprint() }]);
    const changed = await folder.put("orders.csv", ORDERS.replace("O-7,", "O-8,"));
    await expect(decode(folder, changed, [detached], { pgp, signaturePath })).rejects.toMatchObject({
      details: { reason: "bad-signature" },
    });
  });

  test("verifies the signature beside an encrypted file before it decrypts", async () => {
    await using folder = await openDecodingFolder();
    const pgp = await startReader();
    const bytes = await seal(ORDERS);
    const signature = await openpgp.sign({
      message: await openpgp.createMessage({ binary: bytes }),
      signingKeys: sender.privateKey,
      detached: true,
    });
    const signaturePath = (await folder.put("orders.pgp.asc", signature)).path;
    const step = { kind: "pgp", encrypted: true, signed: "detached" } as const;
    const file = await folder.put("orders.pgp", bytes);
    expect((await decode(folder, file, [step], { pgp, signaturePath })).layers).toMatchObject([
      { kind: "pgp", signedBy: sender.publicKey.getFingerprint() },
    ]);
    expect(await decodedText(folder)).toBe(ORDERS);
  });

  test("names why nobody vouches for a file", async () => {
    expect(await reasonFor(await seal(ORDERS), sealed)).toBe("unsigned");
    expect(await reasonFor(await seal(ORDERS, { by: stranger }), sealed)).toBe("unknown-signer");
    const old = await openpgp.createMessage({
      binary: Buffer.from(ORDERS),
      date: new Date("2020-01-01T12:00Z"),
    });
    const signedOnce = await openpgp.sign({
      message: old,
      signingKeys: expired.privateKey,
      date: new Date("2020-01-01T12:00Z"),
      format: "binary",
    });
    const inline = { kind: "pgp", encrypted: false, signed: "inline" } as const;
    expect(await reasonFor(signedOnce, inline, [expired])).toBe("key-expired");
    await using folder = await openDecodingFolder();
    const file = await folder.put("orders.pgp", signedOnce);
    const call = { pgp: await startReader([expired]), receivedAt: Date.parse("2020-01-01T13:00Z") };
    expect((await decode(folder, file, [inline], call)).layers).toMatchObject([
      { signedBy: expired.publicKey.getFingerprint(), signedAt: Date.parse("2020-01-01T12:00Z") },
    ]);
  });

  test("names what is wrong with a file", async () => {
    const bytes = await seal(ORDERS, { by: sender });
    expect(await reasonFor(await seal(ORDERS, { to: stranger }), sealed)).toBe("wrong-key");
    expect(await reasonFor(bytes.subarray(0, bytes.length - 1_000), sealed)).toMatch(/truncated|corrupt/);
    expect(await reasonFor(bytes.subarray(0, 300), sealed)).toMatch(/truncated|corrupt/);
    const changed = Buffer.from(bytes);
    changed[changed.length - 2_000] = (changed[changed.length - 2_000] ?? 0) ^ 1;
    expect(await reasonFor(changed, sealed)).toMatch(/corrupt/);
    expect(await reasonFor(Buffer.from("order,amount\n"), sealed)).toBe("corrupt");
    expect(await reasonFor(Buffer.alloc(0), sealed)).toMatch(/truncated|corrupt/);
    expect(await reasonFor(randomBytes(5_000), sealed)).toMatch(/corrupt|truncated|unsupported/);
  });

  test("stops a bomb within a message", async () => {
    const config = { preferredCompressionAlgorithm: openpgp.enums.compression.zlib };
    const encrypted = await openpgp.encrypt({
      message: await openpgp.createMessage({ binary: new Uint8Array(50_000_000) }),
      encryptionKeys: ours.publicKey,
      format: "binary",
      config,
    });
    expect(encrypted.byteLength).toBeLessThan(1_000_000);
    expect(await reasonFor(encrypted, onlyEncrypted)).toBe("too-dense");
  });

  test("reads what the program gpg has encrypted and signed, with gzip in it", async () => {
    await using folder = await openDecodingFolder();
    await using _agent = {
      [Symbol.asyncDispose]: () => folder.run("gpgconf", "--kill", "gpg-agent").then(() => undefined),
    };
    await mkdir(join(folder.path, "private-keys-v1.d"), { mode: 0o700 });
    const gpg = (...more: readonly string[]) =>
      folder.run("gpg", "--batch", "--yes", "-q", "--trust-model", "always", ...more);
    await gpg("--passphrase", "", "--quick-gen-key", "sender@client.example", "default", "default", "never");
    await folder.put("ours.asc", ours.publicKey.armor());
    await gpg("--import", "ours.asc");
    await folder.put("orders.csv", ORDERS);
    await folder.run("gzip", "-k", "orders.csv");
    await gpg("-r", ours.publicKey.getFingerprint(), "-s", "-e", "-o", "orders.csv.gz.gpg", "orders.csv.gz");
    const armoredKey = await gpg("--armor", "--export", "sender@client.example");
    const locked = ours.privateKey.armor();
    const pgp = await createPgpReader({
      decryptionKeys: ["env:KEY"],
      verificationKeys: [armoredKey],
      secrets: async () => locked,
    });
    const file = await folder.take("orders.csv.gz.gpg");
    const { layers } = await decode(folder, file, [sealed, { kind: "gzip" }], { pgp });
    const signedBy = (await openpgp.readKey({ armoredKey })).getFingerprint();
    expect(layers).toMatchObject([{ kind: "pgp", signedBy }, { kind: "gzip" }]);
    expect(await decodedText(folder)).toBe(ORDERS);
  });
});

describe("createPgpReader", () => {
  test("tells every key that cannot be used, and nothing of what it holds", async () => {
    const locked = await openpgp.encryptKey({ privateKey: ours.privateKey, passphrase: PASSPHRASE });
    const refusal = createPgpReader({
      decryptionKeys: ["env:KEY", "env:OTHER"],
      passphrase: "env:PASSPHRASE",
      verificationKeys: ["no key"],
      secrets: async (reference) => (reference === "env:KEY" ? locked.armor() : "wrong"),
    });
    await expect(refusal).rejects.toMatchObject({
      code: "config.invalid",
      details: {
        issues: [
          "decryptionKeys.0: is no private key that can be used with the passphrase",
          "decryptionKeys.1: is no private key that can be used with the passphrase",
          "verificationKeys.0: is no public key",
        ],
      },
    });
  });
});
