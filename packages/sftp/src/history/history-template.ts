import { CANDIDATE_MARK_BYTES } from "./candidate-name.js";

/** A path in the history has at most this many bytes. */
export const PATH_BYTES = 200;

/** The most that each placeholder becomes; the stem takes the room that the others leave, at least this. */
export const MOST_BYTES = {
  feed: 40,
  period: 24,
  stem: 12,
  received: "20260105T220000Z".length,
  sha8: 8,
  sha256: 64,
  ext: ".12345678.12345678".length,
} as const;

export type HistoryPlaceholder = keyof typeof MOST_BYTES;

const PLACEHOLDER = new RegExp(`\\{(${Object.keys(MOST_BYTES).join("|")})\\}`, "g");

/** A template with something in the place of each placeholder. */
export function fillHistoryTemplate(
  template: string,
  fillings: Readonly<Record<HistoryPlaceholder, string>>,
): string {
  return template.replace(PLACEHOLDER, (_, name: HistoryPlaceholder) => fillings[name]);
}

/** What is wrong with a template of history names, every problem at once; nothing when it can work. */
export function lintHistoryTemplate(template: string): readonly string[] {
  const literal = template.replace(PLACEHOLDER, "");
  const count = (name: string) => template.split(`{${name}}`).length - 1;
  const longest = Object.entries(MOST_BYTES).reduce(
    (bytes, [name, most]) => bytes + count(name) * most,
    literal.length + CANDIDATE_MARK_BYTES,
  );
  const rules: readonly (readonly [boolean, string])[] = [
    [
      /^[A-Za-z0-9._/-]*$/.test(literal),
      "outside its placeholders it holds more than A-Z a-z 0-9 . _ - and /",
    ],
    [
      template.split("/").every((level) => /^[^.]/.test(level)),
      "a level of it is empty or begins with a dot",
    ],
    [
      count("sha8") + count("sha256") === 1,
      "it needs one {sha8} or {sha256}, or two deliveries could want one name",
    ],
    [count("feed") === 1, "it needs {feed}, once"],
    [count("received") === 1, "it needs {received}, once"],
    [count("ext") === 1 && template.endsWith("{ext}"), "it has to end with {ext}"],
    [count("period") <= 1 && count("stem") <= 1, "it holds {period} or {stem} twice"],
    [!/\}\{(?!ext\})/.test(template), "placeholders need something between them, except before {ext}"],
    [longest <= PATH_BYTES, `it can become longer than ${PATH_BYTES} bytes`],
  ];
  return rules.filter(([holds]) => !holds).map(([, issue]) => issue);
}
