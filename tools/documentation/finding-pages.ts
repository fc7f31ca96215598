import type {
  FindingDetail,
  FindingKind,
} from "../../packages/sftp/src/validation/finding/catalogue/finding-kind.js";
import {
  ADVISORY_CODES,
  FINDING_SUBJECTS,
  type FindingCode,
} from "../../packages/sftp/src/validation/finding/finding-codes.js";
import { composeMessage } from "../../packages/sftp/src/validation/finding/finding-text.js";

type Subject = keyof typeof FINDING_SUBJECTS;

interface Entry {
  readonly code: FindingCode;
  readonly kind: FindingKind<FindingDetail>;
}

/** What a page is headed with, and what it is about. */
const HEADINGS: Readonly<Record<Subject, readonly [title: string, about: string]>> = {
  file: ["The file", "its name, its bytes, its start and its end"],
  header: ["The header", "the record that names the columns"],
  records: ["Records and cells", "how they are told apart"],
  values: ["Values", "one cell against what its column declares"],
  texts: ["Texts", "what spreadsheets, editors and wrong decodings do to them"],
  keys: ["Keys and references", "what must occur once, and what must be known elsewhere"],
  totals: ["Trailer and totals", "what the sender counted and added up"],
  columns: ["Columns as a whole", "what a column shows and none of its cells"],
  rules: [
    "Rules and periods",
    "what must hold in a whole record, and the business period that it belongs to",
  ],
  relations: ["Relations between records", "what must hold between the records of a file, and of several"],
  comparison: ["The delivery before", "what differs from it by more than the feed bears"],
};

const WRITTEN =
  "<!-- Written from the catalogue of findings: `npm test -- tools/finding-pages -u` writes it again. -->";

/** The pages about what a validation can find, by their path in the checkout: one a subject, and the list of all. */
export function findingPages(): ReadonlyMap<string, string> {
  const subjects = Object.keys(FINDING_SUBJECTS) as Subject[];
  return new Map([
    ["docs/findings/README.md", listPage(subjects)],
    ...subjects.map((subject) => [`docs/findings/${subject}.md`, subjectPage(subject)] as const),
  ]);
}

function listPage(subjects: readonly Subject[]): string {
  const sections = subjects.map((subject) => {
    const rows = entriesOf(subject).map(
      ({ code, kind }) => `- [\`${code}\`](${subject}.md#${code}): ${kind.title} (${effectOf(code, kind)})`,
    );
    const [title, about] = HEADINGS[subject];
    return `## ${title}\n\nAbout ${about}.\n\n${rows.join("\n")}\n`;
  });
  return `${WRITTEN}\n\n# What a validation can find\n\n${INTRODUCTION}\n\n${sections.join("\n")}`;
}

const INTRODUCTION = [
  "Each finding of `validateFile` has a code. An error about the file refuses the delivery; an error about a record rejects that record, and the feed says how many rejected records it bears (`acceptance.rejectedRatio`). Warnings and notes are told, and nothing comes of them by itself.",
  "Codes that a feed may weigh otherwise are not against any format: `advisories` makes them an error, a warning, a note, or does without them.",
  'Messages and hints come in English and in German (`locale: "de"`).',
].join("\n\n");

function subjectPage(subject: Subject): string {
  const [title, about] = HEADINGS[subject];
  const entries = entriesOf(subject).map(describe);
  return `${WRITTEN}\n\n# ${title}\n\nFindings about ${about}. [All codes](README.md).\n\n${entries.join("\n")}`;
}

function describe({ code, kind }: Entry): string {
  const { column, shown, ...detail } = kind.example;
  const message = (locale: "en" | "de") => composeMessage({ code, detail }, String(column ?? ""), locale);
  return [
    `## ${code}`,
    `**${kind.title}.** ${kind.description}`,
    `- ${effectOf(code, kind)}`,
    ...(shown === undefined ? [] : [`- for example: \`${String(shown)}\``]),
    `- what to do: ${kind.hint}`,
    "",
    `> ${message("en")}`,
    ">",
    `> ${message("de")}`,
    "",
  ]
    .join("\n")
    .replace(`## ${code}\n`, `## ${code}\n\n`)
    .replace(`${kind.description}\n`, `${kind.description}\n\n`);
}

function effectOf(code: FindingCode, { severity, scope }: Entry["kind"]): string {
  const effect =
    severity === "error"
      ? `error: ${scope === "file" ? "refuses the delivery" : "rejects the record"}`
      : severity === "warning"
        ? "warning"
        : "note";
  return ADVISORY_CODES.some((advisory) => advisory === code)
    ? `${effect}; a feed may weigh it otherwise`
    : effect;
}

function entriesOf(subject: Subject): readonly Entry[] {
  const kinds: Readonly<Record<string, FindingKind<FindingDetail>>> = FINDING_SUBJECTS[subject];
  return Object.entries(kinds).map(([code, kind]) => ({ code: code as FindingCode, kind }));
}
