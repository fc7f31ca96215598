import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";

/** The type of an Ed25519 signature in a signed note (C2SP signed-note). */
const ED25519 = 1;

/** What stands before the 32 bytes of an Ed25519 public key in its SubjectPublicKeyInfo (RFC 8410 §4). */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

const SIGNATURE_LINE = /^— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})$/;

/** A public key of a signed note, read from its one line. */
export interface NoteKey {
  readonly name: string;
  /** Four bytes that tell the keys of one name apart. */
  readonly id: Buffer;
  readonly key: KeyObject;
}

/** The one line in which a public key is handed out: name, id and key, joined by `+` (C2SP signed-note). */
export function toPublicKeyText(name: string, publicKey: KeyObject): string {
  const bytes = rawPublicKey(publicKey);
  const typed = Buffer.concat([Buffer.of(ED25519), bytes]);
  return `${name}+${keyId(name, bytes).toString("hex")}+${typed.toString("base64")}`;
}

/** Reads the line of a public key; `undefined` when it is none, or its id is not that of the key. */
export function parsePublicKeyText(text: string): NoteKey | undefined {
  const [, name, hexId, encoded] =
    /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  if (name === undefined || hexId === undefined || encoded === undefined) return undefined;
  const typed = Buffer.from(encoded, "base64");
  if (typed.length !== 33 || typed[0] !== ED25519) return undefined;
  const bytes = typed.subarray(1);
  const id = keyId(name, bytes);
  if (id.toString("hex") !== hexId) return undefined;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, bytes]), format: "der", type: "spki" });
  return { name, id, key };
}

/** A text with a signature line under it. The text ends with a line break. */
export function signNote(text: string, name: string, privateKey: KeyObject): string {
  const signature = sign(undefined, Buffer.from(text, "utf8"), privateKey);
  const id = keyId(name, rawPublicKey(createPublicKey(privateKey)));
  return `${text}\n— ${name} ${Buffer.concat([id, signature]).toString("base64")}\n`;
}

/** The text of a note, when the key has signed it; other signatures beside it are content. */
export function openNote(note: string, { name, id, key }: NoteKey): string | undefined {
  const end = note.lastIndexOf("\n\n");
  if (end < 0 || !note.endsWith("\n")) return undefined;
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split("\n");
  const signatures = lines.map(parseSignatureLine);
  const isSigned = signatures.some(
    (signature) =>
      signature?.name === name &&
      signature.bytes.subarray(0, 4).equals(id) &&
      verify(undefined, Buffer.from(text, "utf8"), key, signature.bytes.subarray(4)),
  );
  return isSigned && signatures.every((signature) => signature !== undefined) ? text : undefined;
}

function parseSignatureLine(line: string): { readonly name: string; readonly bytes: Buffer } | undefined {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, "base64");
  // One signature has one text: base64 leaves bits over that a decoder would let pass.
  return bytes.toString("base64") === encoded ? { name, bytes } : undefined;
}

function keyId(name: string, publicKey: Uint8Array): Buffer {
  return createHash("sha256")
    .update(`${name}\n`)
    .update(Uint8Array.of(ED25519))
    .update(publicKey)
    .digest()
    .subarray(0, 4);
}

function rawPublicKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: "der", type: "spki" }).subarray(SPKI_PREFIX.length);
}
