import { describe, expect, test } from "vitest";
import { html, raw } from "./html.js";

describe("html", () => {
  test("escapes what is put in, in text and in attributes", () => {
    const name = `<script>alert("1")</script> & 'co'`;
    expect(html`<td title="${name}">${name}</td>`.markup).toBe(
      '<td title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;">' +
        "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;co&#39;</td>",
    );
  });

  test("nests without escaping twice, joins lists and leaves nothing out", () => {
    const rows = ["a", "<b>"].map((text) => html`<li>${text}</li>`);
    expect(html`<ul>${rows}${null}${undefined}${false}${0}${12n}</ul>`.markup).toBe(
      "<ul><li>a</li><li>&lt;b&gt;</li>012</ul>",
    );
  });

  test("takes markup as it is only when it was vouched for", () => {
    expect(html`<p>${raw("<svg/>")}</p>`.markup).toBe("<p><svg/></p>");
    expect(html`<p>${JSON.parse('{"markup":"<svg/>"}')}</p>`.markup).not.toContain("<svg/>");
  });
});
