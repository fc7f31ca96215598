import ssh2 from "ssh2";

/** An ed25519 key in OpenSSH's formats. */
export interface KeyPair {
  readonly privateKey: string;
  /** One line, for the `publicKey` of a sandbox's user or an `authorized_keys`. */
  readonly publicKey: string;
}

/** Makes a key pair for a sandbox; where a passphrase is given, the private key is encrypted with it. */
export function generateKeyPair({ passphrase }: { readonly passphrase?: string | undefined } = {}): KeyPair {
  while (true) {
    const pair =
      passphrase === undefined
        ? ssh2.utils.generateKeyPairSync("ed25519")
        : ssh2.utils.generateKeyPairSync("ed25519", { cipher: "aes256-ctr", passphrase, rounds: 16 });
    // The library drops the leading zero bytes of one key in 256, which nothing can read then.
    const readable = !(ssh2.utils.parseKey(pair.private, passphrase) instanceof Error);
    if (readable) return { privateKey: pair.private, publicKey: pair.public };
  }
}

/** Makes a host key. Keep it, and a server that starts again is still the same server. */
export function generateHostKey(): string {
  return generateKeyPair().privateKey;
}
