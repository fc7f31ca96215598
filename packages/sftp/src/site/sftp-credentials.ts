import type { KeyboardInteractiveAuthMethod } from "ssh2";
import { mustBeUsableKey } from "./private-key.js";
import type { SftpSettings } from "./sftp-options.js";

/** What a client needs to authenticate. Tried are only the ways that were declared. */
export type SftpCredentials =
  | { readonly password: string; readonly authHandler: ["password"] }
  | { readonly authHandler: [KeyboardInteractiveAuthMethod] }
  | {
      readonly privateKey: string;
      readonly passphrase?: string;
      readonly authHandler: ["publickey"];
    };

/** Reads the secrets of a site. A private key that cannot be used is SpmError `config.invalid`. */
export async function toCredentials({
  user,
  authentication,
  secrets,
}: SftpSettings): Promise<SftpCredentials> {
  if ("password" in authentication) {
    return { password: await secrets(authentication.password), authHandler: ["password"] };
  }
  if ("promptedPassword" in authentication) {
    const prompt = answerOnce(await secrets(authentication.promptedPassword));
    return { authHandler: [{ type: "keyboard-interactive", username: user, prompt }] };
  }
  const privateKey = await secrets(authentication.privateKey);
  const passphrase =
    authentication.passphrase === undefined ? undefined : await secrets(authentication.passphrase);
  mustBeUsableKey(privateKey, passphrase);
  return { privateKey, ...(passphrase === undefined ? {} : { passphrase }), authHandler: ["publickey"] };
}

/** Answers one hidden prompt. A second one would take the password for a code, or count as another attempt. */
function answerOnce(password: string): KeyboardInteractiveAuthMethod["prompt"] {
  let answered = false;
  return (...[, , , prompts, finish]) => {
    const [only, ...others] = prompts;
    const asksForIt = !answered && only !== undefined && only.echo !== true && others.length === 0;
    answered = true;
    finish(asksForIt ? [password] : []);
  };
}
