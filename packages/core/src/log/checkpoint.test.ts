import { createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createRedactor } from "../redact.js";
import { createSecretReader } from "../secret.js";
import { signCheckpoint, verifyCheckpoint } from "./checkpoint.js";
import { createCheckpointKey, readCheckpointKey } from "./checkpoint-key.js";
import { openNote, parsePublicKeyText, toPublicKeyText } from "./signed-note.js";

const name = "example.test/operations";
const { privateKey } = generateKeyPairSync("ed25519");
const key = createCheckpointKey({ name, privateKey });
const tree = { size: 3, root: "ab".repeat(32) };

describe("openNote", () => {
  test("reads the note that the format is known by, and its public key", () => {
    const line = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const text =
      "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const signature =
      "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    const known = parsePublicKeyText(line);
    if (known === undefined) throw new TypeError("the known key is not read");
    expect(openNote(`${text}\n${signature}`, known)).toBe(text);
    expect(toPublicKeyText(known.name, known.key)).toBe(line);
  });

  test.each([
    ["nothing", ""],
    ["a word", "operations"],
    ["the id of another key", key.publicKey.replace(/\+[0-9a-f]{8}\+/, "+00000000+")],
    ["another type of key", "a+00000000+AA=="],
    ["a key under another name", `x${key.publicKey}`],
  ])("takes %s for no public key", (_what, line) => {
    expect(parsePublicKeyText(line)).toBeUndefined();
    expect(verifyCheckpoint("", line)).toMatchObject({ problem: expect.stringContaining("public key") });
  });
});

describe("verifyCheckpoint", () => {
  const note = signCheckpoint(tree, key);

  test("reads the three lines that were signed", () => {
    expect(note.split("\n").slice(0, 4)).toEqual([
      name,
      "3",
      "q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=",
      "",
    ]);
    expect(verifyCheckpoint(note, key.publicKey)).toEqual({ checkpoint: { origin: name, ...tree } });
  });

  test("finds a change of any one byte of a note", () => {
    const bytes = Buffer.from(note, "utf8");
    for (const at of bytes.keys()) {
      for (const flip of [1, 2, 4, 16, 32]) {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ flip;
        expect(verifyCheckpoint(changed.toString("utf8"), key.publicKey), `byte ${at}`).toHaveProperty(
          "problem",
        );
      }
    }
  });

  test("finds anything cut off or put behind", () => {
    for (let end = 0; end < note.length; end += 1)
      expect(verifyCheckpoint(note.slice(0, end), key.publicKey)).toHaveProperty("problem");
    for (const added of ["\n", " ", "a line\n", note])
      expect(verifyCheckpoint(`${note}${added}`, key.publicKey)).toHaveProperty("problem");
  });

  test("is content with the signature of a witness beside the log's own", () => {
    const witness = createCheckpointKey({
      name: "witness.test",
      privateKey: generateKeyPairSync("ed25519").privateKey,
    });
    const text = note.slice(0, note.indexOf("\n\n") + 1);
    const cosigned = `${note}${witness.sign(text).slice(text.length + 1)}`;
    expect(verifyCheckpoint(cosigned, key.publicKey)).toEqual({ checkpoint: { origin: name, ...tree } });
    expect(verifyCheckpoint(cosigned, witness.publicKey)).toMatchObject({
      problem: expect.stringContaining(`of another log, ${name}`),
    });
  });

  test("is not taken in by another key under the same name, nor by another text of the same key", () => {
    const other = createCheckpointKey({ name, privateKey: generateKeyPairSync("ed25519").privateKey });
    expect(verifyCheckpoint(note, other.publicKey)).toMatchObject({
      problem: expect.stringContaining("not signed by"),
    });
    for (const text of ["a letter\n", `${name}\n03\nq6s=\n`])
      expect(verifyCheckpoint(key.sign(text), key.publicKey)).toEqual({
        problem: "what is signed is no checkpoint",
      });
  });
});

describe("createCheckpointKey", () => {
  test("refuses what cannot sign, all at once", () => {
    const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    expect(() => createCheckpointKey({ name: "two words", privateKey: rsa })).toThrow(
      expect.objectContaining({
        code: "config.invalid",
        details: { issues: [expect.stringMatching(/^name/), expect.stringMatching(/^privateKey/)] },
      }),
    );
    expect(() => createCheckpointKey({ name, privateKey: createPublicKey(privateKey) })).toThrow(
      /Ed25519 private/,
    );
  });

  test("shows nothing of the private key", () => {
    const { d } = privateKey.export({ format: "jwk" });
    expect(Object.keys(key)).toEqual(["name", "publicKey", "sign"]);
    expect(JSON.stringify(key)).not.toContain(d);
  });
});

describe("readCheckpointKey", () => {
  test("reads the key from where it is kept, and says what is wrong without showing it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "spm-key-"));
    const path = join(folder, "key.pem");
    await writeFile(path, privateKey.export({ format: "pem", type: "pkcs8" }));
    const environment = { NO_KEY: "c2VjcmV0IHZhbHVl" };
    const readSecret = createSecretReader({ environment, redactor: createRedactor() });
    const read = await readCheckpointKey({ name, privateKey: `file:${path}` }, readSecret);
    expect(read.publicKey).toBe(key.publicKey);
    await expect(readCheckpointKey({ name, privateKey: "env:NO_KEY" }, readSecret)).rejects.toMatchObject({
      code: "config.invalid",
      message: expect.not.stringContaining("c2Vj"),
    });
    await rm(folder, { recursive: true });
  });
});
