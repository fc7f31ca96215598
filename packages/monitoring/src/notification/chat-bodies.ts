import { type Notice, shorten, toHeadline, toSentences } from "./notice.js";

/** Limits of Slack's Block Kit: characters of a header and of a section, blocks of a message. */
const SLACK_HEADER = 150;
const SLACK_SECTION = 3_000;
const SLACK_BLOCKS = 50;

/** Below the 28 KB that Teams takes as one message, with room for what JSON adds. */
const TEAMS_BYTES = 20_000;
const TEAMS_RUN = 2_000;

/**
 * Notices as the body of a Slack webhook. All text is plain: no character of it means anything to Slack, neither
 * emphasis nor a mention. The `text` that goes with it is shown in pop-ups, where `&`, `<` and `>` do mean something.
 */
export function toSlackBody(notices: readonly Notice[]) {
  const plain = (text: string, most: number) => ({
    type: "plain_text",
    text: shorten(text, most),
    emoji: false,
  });
  const section = (text: string) => ({ type: "section", text: plain(text, SLACK_SECTION) });
  const headline = toHeadline(notices);
  const texts = notices.map((notice) => {
    const sentences = toSentences(notice).join("\n");
    return notices.length === 1 ? sentences : `${notice.headline}\n${sentences}`;
  });
  const shown = texts.slice(0, SLACK_BLOCKS - 2);
  const left = texts.length - shown.length;
  return {
    text: escapeSlack(headline),
    blocks: [
      { type: "header", text: plain(headline, SLACK_HEADER) },
      ...[...shown, ...(left > 0 ? [`And ${left} more.`] : [])].map(section),
    ],
  };
}

function escapeSlack(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/**
 * Notices as the body that a workflow of Teams posts as an adaptive card. Text stands in runs, which know no Markdown,
 * so that no character of it means anything.
 */
export function toTeamsBody(notices: readonly Notice[]) {
  const block = (text: string, style: object = {}) => ({
    type: "RichTextBlock",
    inlines: [{ type: "TextRun", text: shorten(text, TEAMS_RUN), ...style }],
  });
  const headline = toHeadline(notices);
  const blocks = [
    block(headline, { weight: "Bolder", size: "Medium" }),
    ...notices.flatMap((notice) => [
      ...(notices.length === 1 ? [] : [block(notice.headline, { weight: "Bolder" })]),
      ...toSentences(notice).map((sentence) => block(sentence)),
    ]),
  ];
  return {
    type: "message",
    attachments: [
      {
        contentType: "application/vnd.microsoft.card.adaptive",
        contentUrl: null,
        content: {
          $schema: "http://adaptivecards.io/schemas/adaptive-card.json",
          type: "AdaptiveCard",
          version: "1.2",
          body: fitting(blocks, block("There is more; it does not fit here.")),
        },
      },
    ],
  };
}

/** As many blocks as fit, from the first on, and the mark where some did not. */
function fitting<Block>(blocks: readonly Block[], mark: Block): readonly Block[] {
  let bytes = 0;
  const end = blocks.findIndex((block) => {
    bytes += Buffer.byteLength(JSON.stringify(block)) + 1;
    return bytes > TEAMS_BYTES;
  });
  return end === -1 ? blocks : [...blocks.slice(0, end), mark];
}
