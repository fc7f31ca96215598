import { SpmError } from "@spm-ops/core";
import ssh2, { type AuthContext, type KeyboardAuthContext, type ParsedKey } from "ssh2";

/** Somebody who may come in, by the password or by the key that is given; values of a sandbox, not secrets. */
export interface SandboxUser {
  readonly name: string;
  readonly password?: string | undefined;
  /** Asked for by a second prompt, where the password is given to a prompt. */
  readonly oneTimeCode?: string | undefined;
  /** In the one-line format of OpenSSH. */
  readonly publicKey?: string | undefined;
}

/** A key in any of OpenSSH's formats. @throws SpmError `config.invalid` */
export function parseSandboxKey(key: string, what: string): ParsedKey {
  const parsed = ssh2.utils.parseKey(key);
  if (!(parsed instanceof Error)) return parsed;
  const issues = [`${what}: ${parsed.message}`];
  throw new SpmError("config.invalid", `A key of the sFTP sandbox cannot be used: ${issues[0]}.`, { issues });
}

/** Creates the check of who may come in. */
export function createDoorkeeper(users: readonly SandboxUser[]): (context: AuthContext) => void {
  const keys = new Map(
    users.flatMap(({ name, publicKey }) =>
      publicKey === undefined
        ? []
        : [[name, parseSandboxKey(publicKey, `the public key of ${name}`)] as const],
    ),
  );
  const isKnown = (context: AuthContext) => {
    if (context.method === "password") {
      return users.some(({ name, password }) => name === context.username && password === context.password);
    }
    if (context.method !== "publickey") return false;
    const known = keys.get(context.username);
    if (known === undefined || !known.getPublicSSH().equals(context.key.data)) return false;
    const { blob, signature, hashAlgo } = context;
    // A client first asks whether a key would do, then signs with it.
    return blob === undefined || signature === undefined || known.verify(blob, signature, hashAlgo);
  };
  const reject = (context: AuthContext) => context.reject(["password", "publickey", "keyboard-interactive"]);
  return (context) => {
    if (context.method === "keyboard-interactive") askByPrompt(users, context, () => reject(context));
    else if (isKnown(context)) context.accept();
    else reject(context);
  };
}

/** Asks for the password as PAM does, and for a code after it where the user has one. */
function askByPrompt(users: readonly SandboxUser[], context: KeyboardAuthContext, reject: () => void): void {
  const user = users.find(({ name }) => name === context.username);
  context.prompt([{ prompt: "Password: ", echo: false }], ([password]) => {
    if (user?.password === undefined || password !== user.password) return reject();
    if (user.oneTimeCode === undefined) return context.accept();
    context.prompt([{ prompt: "Code: ", echo: false }], ([code]) =>
      code === user.oneTimeCode ? context.accept() : reject(),
    );
  });
}
