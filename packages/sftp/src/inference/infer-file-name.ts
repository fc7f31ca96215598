import { doubt, type FeedDoubt } from "./feed-doubt.js";

/** What a feed is called, and its files. */
interface InferredFileName {
  readonly name: string;
  readonly title: string;
  readonly fileName: string;
  readonly doubts: readonly FeedDoubt[];
}

const MONTH = "(?:0[1-9]|1[0-2])";
const DAY = "(?:0[1-9]|[12]\\d|3[01])";
const TOKENS = [
  ["{date}", new RegExp(`(?<!\\d)(?:19|20)\\d\\d(-?)${MONTH}\\1${DAY}(?!\\d)`)],
  ["{period}", new RegExp(`(?<!\\d)(?:19|20)\\d\\d(?:-?${MONTH}|-?Q[1-4])?(?![\\d])`)],
  ["{time}", /(?<=\{date\}[-_T]?)(?:[01]\d|2[0-3])[-:]?[0-5]\d(?:[-:]?[0-5]\d)?(?!\d)/],
] as const;

/** Reads the name of one file as the template of all. */
export function inferFileName(path: string): InferredFileName {
  const file = path.replace(/^.*[/\\]/, "");
  let template = file;
  for (const [token, pattern] of TOKENS) {
    const hasDate = template.includes("{date}");
    if (token !== "{period}" || !hasDate) template = template.replace(pattern, token);
  }
  const isOdd = /[{}]/.test(file) || file === "";
  const words = template
    .replace(/\{\w+\}/g, " ")
    .replace(/(\.\w{1,5})+$/, "")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const name = words.join("-") || "feed";
  const message =
    template === file || isOdd
      ? "the name holds neither period nor date, so that each delivery is called alike"
      : "the template is made from one name; other deliveries may be called otherwise";
  return {
    name,
    title: name.charAt(0).toUpperCase() + name.slice(1).replaceAll("-", " "),
    fileName: isOdd ? "{any}" : template,
    doubts: [doubt("file-name-guessed", message, { alternatives: [file] })],
  };
}
