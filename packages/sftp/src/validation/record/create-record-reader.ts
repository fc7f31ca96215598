import type { Feed } from "../../feed/feed.js";
import type { Encoding } from "../encoding/encoding.js";
import { FixedWidthReader } from "./fixed-width-reader.js";
import type { FilePlace, RecordReader } from "./record-reader.js";
import { RecordTokenizer } from "./record-tokenizer.js";

/** The reader of records for the files of a feed. */
export function createRecordReader(feed: Feed, encoding: Encoding, place: FilePlace): RecordReader {
  const tokenizer = new RecordTokenizer(feed.dialect, place);
  return feed.dialect.fixedWidth === undefined ? tokenizer : new FixedWidthReader(feed, encoding, tokenizer);
}
