export { generateHostKey, generateKeyPair, type KeyPair } from "./key-pair.js";
export type { SandboxUser } from "./sandbox-authentication.js";
export type { SandboxFaults, SandboxRequest } from "./sandbox-faults.js";
export { type SftpSandbox, type SftpSandboxOptions, startSftpSandbox } from "./sftp-sandbox.js";
