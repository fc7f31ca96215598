import { createReadStream, renameSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import type { Clock } from "@spm-ops/core";
import { SpmError } from "@spm-ops/core";
import { readZip } from "../read-zip.js";
import { type DocumentRecord, type EnvironmentStorage, takeId } from "./state.js";

type NewDocument = Pick<DocumentRecord, "fileName" | "contentType" | "account"> & {
  readonly readyAt?: number | undefined;
};

const FIRST_ID = 1_200_000;

/** The content server of an environment. */
export interface Documents {
  /** Keeps bytes that nobody knows yet, and says where. */
  receive(bytes: AsyncIterable<Uint8Array>): Promise<string>;
  forget(received: string): void;
  /** Makes a document of what was received. */
  add(received: string, document: NewDocument): DocumentRecord;
  find(id: string): DocumentRecord | undefined;
  list(filePrefix: string): readonly DocumentRecord[];
  bytes(document: DocumentRecord): AsyncIterable<Uint8Array>;
  /** The text of a document, or of the first file in it when it is a zip. */
  text(document: DocumentRecord): AsyncIterable<string>;
}

/** Opens the content server of an environment. */
export function openDocuments(storage: EnvironmentStorage, clock: Clock): Documents {
  const { documents } = storage.state;
  const pathOf = (id: string) => storage.path("documents", id);
  const isReady = ({ readyAt }: DocumentRecord) => clock.now() >= readyAt;
  let received = 0;

  async function* bytes({ id }: DocumentRecord): AsyncGenerator<Uint8Array> {
    yield* createReadStream(pathOf(id));
  }

  return {
    async receive(content) {
      received += 1;
      const path = pathOf(`received-${received}.part`);
      try {
        await writeFile(path, content);
        return path;
      } catch (error) {
        rmSync(path, { force: true });
        throw error;
      }
    },
    forget: (path) => rmSync(path, { force: true }),
    add(path, { readyAt = 0, ...document }) {
      const added = { ...document, readyAt, id: takeId(storage, FIRST_ID) };
      renameSync(path, pathOf(added.id));
      documents.push(added);
      storage.save();
      return added;
    },
    find: (id) => documents.find((each) => each.id === id && isReady(each)),
    list: (filePrefix) => documents.filter((each) => each.fileName.startsWith(filePrefix) && isReady(each)),
    bytes,
    async *text(document) {
      const decoder = new TextDecoder();
      const content = document.contentType.toLowerCase() === "zip" ? unzip(bytes(document)) : bytes(document);
      for await (const piece of content) yield decoder.decode(piece, { stream: true });
    },
  };
}

async function* unzip(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const fail = (why: string) =>
    new SpmError("remote.malformed", why, { operation: "unpack a document", contentType: undefined });
  for await (const file of readZip(content, fail)) return yield* file.bytes;
}
