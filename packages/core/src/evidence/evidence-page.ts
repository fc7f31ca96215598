import { formatBytes, formatFigure } from "../figure-text.js";
import { PAGE_STYLE } from "../guide/render/page-style.js";
import { type Html, html, raw } from "../html.js";
import { EXPIRED } from "../log/tombstone.js";
import { createMomentText } from "../moment-text.js";
import type { Evidence, ProvenRun } from "./collect-evidence.js";
import { attachmentPath, packFolderOf } from "./evidence-folder.js";
import { CHECKPOINT_NOTE, type EvidenceManifest, MANIFEST, MANIFEST_NOTE } from "./evidence-manifest.js";

export type EvidencePageFacts = Pick<
  EvidenceManifest,
  "exportedAt" | "exportedBy" | "selection" | "streams"
> & {
  readonly publicKey: string;
};

/** What the pages of a guide do not need. */
const MORE_STYLE = `
pre{margin:0 0 14px;padding:12px 14px;border:1px solid var(--line);border-radius:6px;background:var(--wash);font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap}
body{max-width:960px}
table{font-size:14px}
td,th,td code{overflow-wrap:normal}
tbody th{overflow-wrap:anywhere;color:inherit;font-size:inherit;font-weight:650;border-bottom-color:var(--line)}
`;

const moment = createMomentText("UTC");

/** The page that tells a stranger what a pack is, what it proves and what not, and how to verify it. */
export function renderEvidencePage(evidence: Evidence, facts: EvidencePageFacts): string {
  const events = [...evidence.runs, ...evidence.guides].reduce((sum, { head }) => sum + head.seq, 0);
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Evidence of operations</title>
<style>${raw(PAGE_STYLE + MORE_STYLE)}</style>
</head>
<body>
<main>
<h1>Evidence of operations</h1>
<p>${describeSelection(facts, evidence.runs.length)} ${formatFigure("events", events)} events in all. Exported on ${when(facts.exportedAt)} by ${facts.exportedBy.id} (${facts.exportedBy.kind}) from the log <code>${evidence.seal.checkpoint.origin}</code>.</p>
${renderRuns(evidence.runs)}
${renderAttachments(evidence)}
${renderGuides(evidence)}
${renderVerification(facts.publicKey)}
${renderLimits()}
</main>
</body>
</html>
`;
  return page.markup;
}

function describeSelection({ selection }: EvidencePageFacts, runs: number): Html {
  const count = runs === 1 ? "One run" : `${formatFigure("runs", runs)} runs`;
  if ("runIds" in selection) return html`${count}, chosen by name.`;
  const { from, to } = selection.period;
  return html`${count}, asked for from ${when(from)} until before ${when(to)}.`;
}

function renderRuns(runs: readonly ProvenRun[]): Html {
  if (runs.length === 0) return html`<h2>Runs</h2><p>There is none.</p>`;
  return html`<h2>Runs</h2>
<div class="wide"><table>
<thead><tr><th scope="col">Run</th><th scope="col">Procedure</th><th scope="col">Stands at</th><th scope="col">Asked for</th><th scope="col">Ended</th><th scope="col">Events</th><th scope="col">Hash of the last</th></tr></thead>
<tbody>${runs.map(renderRun)}</tbody>
</table></div>`;
}

function renderRun({ head, state }: ProvenRun): Html {
  const folder = packFolderOf(head);
  const name = state === undefined ? html`${head.id}` : html`<a href="${folder}/run.html">${head.id}</a>`;
  const asked = state && html`${when(state.requestedAt)} by ${state.requestedBy.id}`;
  const ended = state?.finishedAt === undefined ? "" : when(state.finishedAt);
  return html`<tr><th scope="row">${name}</th><td>${state?.procedureId ?? "data expired"}</td><td>${state?.status ?? EXPIRED}</td><td>${asked}</td><td>${ended}</td><td><a href="${folder}/events.jsonl">${head.seq}</a></td><td><code>${head.hash.slice(0, 12)}…</code></td></tr>
`;
}

function renderAttachments({ runs, guides }: Evidence): Html {
  const rows = [...runs, ...guides].flatMap(({ head, attachments }) =>
    attachments.map(
      ({ name, mediaType, sizeBytes, digest }) =>
        html`<tr><th scope="row"><a href="${attachmentPath(digest)}" download="${name}">${name}</a></th><td>${mediaType}</td><td>${formatBytes(sizeBytes)}</td><td><a href="${packFolderOf(head)}/events.jsonl">${head.id}</a></td><td><code>${digest.slice(0, 12)}…</code></td></tr>
`,
    ),
  );
  if (rows.length === 0) return html``;
  return html`<h2>Attachments</h2>
<p>Each lies under <code>attachments/</code> by its SHA-256, without a file name of its own. Open none that you would not open from a letter.</p>
<div class="wide"><table>
<thead><tr><th scope="col">Name</th><th scope="col">Media type</th><th scope="col">Size</th><th scope="col">Named by events of</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${rows}</tbody>
</table></div>`;
}

function renderGuides({ guides }: Evidence): Html {
  if (guides.length === 0) return html``;
  return html`<h2>Guides that were followed</h2>
<ul>${guides.map(
    ({ head, document }) =>
      html`<li><a href="${packFolderOf(head)}/guide.html">${document.title}, ${document.client}</a>, version <code>${head.id}</code></li>
`,
  )}</ul>`;
}

function renderVerification(publicKey: string): Html {
  const command = `npm install @spm-ops/core
node --input-type=module --eval 'import { verifyEvidence } from "@spm-ops/core";
console.log(await verifyEvidence("<this folder>", { publicKey: "<the public key>" }))'`;
  return html`<h2>How to verify it</h2>
<p>You need this folder and the public key of the log, one line that you have from its owner by another way than this folder. This pack claims to be signed with</p>
<pre>${publicKey}</pre>
<p>Compare it with yours, and use yours. In another folder, so that nothing is added to this one, with Node.js:</p>
<pre>${command}</pre>
<p>No <code>problems</code> means: every byte of every file is as it was exported, and every event as it was sealed. Otherwise the first problem names the file and the event.</p>
<h3>By hand, with other tools</h3>
<ol>
<li><code>${MANIFEST_NOTE}</code> is a signed note (C2SP signed-note, Ed25519). Its second line is the SHA-256 of <code>${MANIFEST}</code>.</li>
<li><code>${MANIFEST}</code> lists every other file with its size and SHA-256. There is no file beside them.</li>
<li><code>${CHECKPOINT_NOTE}</code> is the log's checkpoint (C2SP tlog-checkpoint): whose log, how many leaves, and the root of the Merkle tree over them (RFC 6962) in base64.</li>
<li>Each <code>proof.json</code> leads from a leaf to that root (RFC 9162, 2.1.3.2). The leaf is the canonical JSON (RFC 8785) of <code>hash</code>, <code>id</code>, <code>kind</code> and <code>seq</code> of a stream in <code>${MANIFEST}</code>: its last event in this pack.</li>
<li>Each line of <code>events.jsonl</code> is an event. Its <code>hash</code> is the SHA-256 of its canonical JSON without <code>data</code> and <code>hash</code>. Its <code>previousHash</code> is the hash of the line before, or 64 zeros. <code>dataDigest</code> is the SHA-256 of the canonical JSON of <code>data</code>.</li>
<li>An event that has <code>attachments</code> in its <code>data</code> names each with its <code>digest</code> and size: the SHA-256 of the file of that name under <code>attachments/</code>.</li>
<li>The version of a guide is the SHA-256 of the canonical JSON of <code>guide.json</code>; the first event of a run names it.</li>
</ol>`;
}

function renderLimits(): Html {
  return html`<h2>What it proves, and what not</h2>
<ul>
<li>It proves that these events stood in the log, in this order, when it was sealed, and that the holder of the key has exported this pack.</li>
<li>It does not prove that what was entered first was true, nor, by itself, that there was no other run.</li>
<li>Data of events may have expired since: then it is absent, its digest is there, and a last event tells by whom and why it was let go. The attachments of that stream went with it, and no event here names them any more.</li>
<li>Times are those of the machine that kept the log.</li>
</ul>`;
}

function when(at: number): Html {
  return html`<time datetime="${new Date(at).toISOString()}">${moment.full(at)} UTC</time>`;
}
