import { SpmError } from "@spm-ops/core";
import ssh2 from "ssh2";

/**
 * Throws SpmError `config.invalid` for a private key that the client cannot use, with what to do about it. Nothing of
 * the key, and no word of a parser that has read it, comes into the message.
 */
export function mustBeUsableKey(key: string, passphrase?: string): void {
  const text = key.trim();
  const reason = explainByForm(text, passphrase) ?? explainByReading(text, passphrase);
  if (reason === undefined) return;
  throw new SpmError("config.invalid", `The private key of the sFTP site cannot be used: ${reason}.`, {
    issues: [`authentication.privateKey: ${reason}`],
  });
}

const PUBLIC_KEY =
  /^(?:ssh-|ecdsa-sha2-|sk-)\S+ [A-Za-z0-9+/]|^---- BEGIN SSH2 PUBLIC KEY|^-----BEGIN (?:RSA )?PUBLIC KEY/;
const REWRITE = "on a copy of it, run ssh-keygen -p -f <copy>, which writes OpenSSH's own format";

/** What the first lines of a key tell. */
function explainByForm(text: string, passphrase: string | undefined): string | undefined {
  if (text === "") return "it is empty";
  if (PUBLIC_KEY.test(text)) {
    return "it is a public key; give the private one, which usually lies beside it without the ending .pub";
  }
  if (/^PuTTY-User-Key-File-3:/.test(text)) return explainPutty("3");
  if (passphrase === undefined && isEncrypted(text)) {
    return "it is protected by a passphrase; say where that is in authentication.passphrase";
  }
  if (/^-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/.test(text)) {
    return `it is a key in PKCS #8 form; ${REWRITE}`;
  }
  return undefined;
}

function explainByReading(text: string, passphrase: string | undefined): string | undefined {
  const parsed = ssh2.utils.parseKey(text, passphrase);
  if (!(parsed instanceof Error)) {
    return parsed.isPrivateKey() ? undefined : "it is a public key; give the private one";
  }
  if (passphrase !== undefined && isEncrypted(text)) {
    return "its passphrase (authentication.passphrase) does not open it, or it is damaged";
  }
  const [, version] = /^PuTTY-User-Key-File-(\d+):/.exec(text) ?? [];
  if (version !== undefined) return explainPutty(version);
  if (!/^-----BEGIN /.test(text))
    return "it does not begin as a key does; give the whole content of the file";
  return `it is damaged or of a form that is not known; ${REWRITE}`;
}

function explainPutty(version: string): string {
  return (
    `it is a PuTTY key of version ${version}; in PuTTYgen, load it and choose Conversions, Export OpenSSH key, ` +
    "or run puttygen <key.ppk> -O private-openssh -o <key>"
  );
}

/** Where the format of OpenSSH names the cipher: after its 15 bytes of magic, as a string. */
const CIPHER_AT = 15;

function isEncrypted(text: string): boolean {
  if (/^Encryption: (?!none)/m.test(text)) return true;
  if (/^Proc-Type: 4,ENCRYPTED|^-----BEGIN ENCRYPTED/m.test(text)) return true;
  const [, body] = /^-----BEGIN OPENSSH PRIVATE KEY-----([^-]+)/.exec(text) ?? [];
  if (body === undefined) return false;
  const bytes = Buffer.from(body, "base64");
  if (bytes.byteLength < CIPHER_AT + 4) return false;
  const cipherAt = CIPHER_AT + 4;
  return bytes.toString("latin1", cipherAt, cipherAt + bytes.readUInt32BE(CIPHER_AT)) !== "none";
}
