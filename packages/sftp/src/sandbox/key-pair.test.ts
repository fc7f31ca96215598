import ssh2 from "ssh2";
import { expect, test } from "vitest";
import { generateHostKey, generateKeyPair } from "./key-pair.js";

test("makes keys that can be read, every time", () => {
  for (let count = 0; count < 500; count += 1) {
    expect(ssh2.utils.parseKey(generateHostKey())).not.toBeInstanceOf(Error);
  }
});

test("encrypts a private key with the passphrase it is given", () => {
  const { privateKey } = generateKeyPair({ passphrase: "only here" });
  expect(ssh2.utils.parseKey(privateKey)).toBeInstanceOf(Error);
  expect(ssh2.utils.parseKey(privateKey, "only here")).not.toBeInstanceOf(Error);
});
