//! What becomes of Markdown, case by case.

use core::time::Duration;
use std::time::Instant;

use paradup::document::{Document, Paragraph};

/// Each paragraph of a text as `kind: text`.
fn read(text: &str) -> Vec<String> {
    let document = Document::markdown(text);
    document.paragraphs().map(|one| format!("{}: {}", one.kind().name(), one.text())).collect()
}

fn expect(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn blocks_have_kinds() {
    expect(&[
        (
            "# One\n\nTwo\nthree\n\nFour",
            &["heading: One", "paragraph: Two\nthree", "paragraph: Four"],
        ),
        ("One\n===\nTwo\n---\n\n***\nThree", &["heading: One", "heading: Two", "paragraph: Three"]),
        ("> one\n> two\n>\n> three\nlazy", &["quote: one\ntwo", "quote: three\nlazy"]),
        ("> - one\n>   > two", &["item: one", "quote: two"]),
        (
            "    let a;\n\n```rust\nlet b;\n\nlet c;\n```\n",
            &["code: let a;", "code: let b;\n\nlet c;"],
        ),
        ("> ```\n> a\n> b\n> ```", &["code: a\nb"]),
        ("a | b\n--|--\nc *d* | `e\\|f`\n | g", &["row: a\tb", "row: c d\te|f", "row: g"]),
        (
            "Text[^1].\n\n[^1]: A *note*.\n\n    More.\n[^b]: Another,\nthat goes on.\n[^c]: Unused.",
            &[
                "paragraph: Text.",
                "paragraph: A note.",
                "paragraph: More.",
                "paragraph: Another,\nthat goes on.",
                "paragraph: Unused.",
            ],
        ),
        ("Tea\n: A drink\n: Hot", &["item: Tea", "item: A drink", "item: Hot"]),
        (
            "Before\n\n$$\nx = y\n$$\n\nBoth $a$ and $$b$$ stay, $5-$10 too\n$$c$$\nend",
            &[
                "paragraph: Before",
                "code: $$\nx = y\n$$",
                "paragraph: Both $a$ and $$b$$ stay, $5-$10 too",
                "code: $$c$$",
                "paragraph: end",
            ],
        ),
    ]);
}

#[test]
fn items_are_paragraphs_of_their_own() {
    expect(&[
        ("- one\n- two\n  three", &["item: one", "item: two\nthree"]),
        ("1. one\n\n   more\n2. two", &["item: one", "item: more", "item: two"]),
        (
            "- before\n  - inner\n\n  behind\n- next",
            &["item: before", "item: inner", "item: behind", "item: next"],
        ),
        ("- [ ] open\n- [x] done", &["item: open", "item: done"]),
        ("- # title\n  text", &["heading: title", "item: text"]),
    ]);
}

#[test]
fn text_is_what_is_seen() {
    expect(&[
        ("un**believ**able ~~old~~ _new_", &["paragraph: unbelievable old new"]),
        (
            "a `b  c` `` ` `` [link](to \"x\") ![alt](img) <https://a.b>",
            &["paragraph: a b  c ` link  https://a.b"],
        ),
        ("one  \ntwo\\\nthree<br>four <br/>\nfive", &["paragraph: one\ntwo\nthree\nfour\nfive"]),
        ("\\*a\\* &amp; &eacute; R&D &lt;b>", &["paragraph: *a* & é R&D <b>"]),
        ("[a]: http://b\n\n[a] [c][a] [d]", &["paragraph: a c [d]"]),
        ("x<!-- no -->y <kbd>z</kbd> <span hidden>no <b>no</b></span>w", &["paragraph: xy z w"]),
        ("[![badge](a)](b)\n\ntext", &["paragraph: text"]),
        ("`a\nb`", &["paragraph: a b"]),
        ("one\r\ntwo\r\n\r\nthree", &["paragraph: one\r\ntwo", "paragraph: three"]),
    ]);
}

#[test]
fn html_is_read_as_html() {
    expect(&[
        (
            "<div>\n\nOne *two*\n\n</div>\n\n<p align=center>Three<br>four</p>",
            &["paragraph: One two", "paragraph: Three\nfour"],
        ),
        (
            "<details>\n<summary>More</summary>\n\nText\n\n</details>",
            &["paragraph: More", "paragraph: Text"],
        ),
        ("<table>\n<tr><td>a</td><td>b</td></tr>\n</table>", &["row: a\tb"]),
        ("> <div>\n> one\n> two\n> </div>", &["quote: one\n two"]),
        ("- <p>one</p>\n  <p>two</p>", &["item: one", "item: two"]),
        ("<style>\na {}\n\nb {}\n</style>\n\nseen", &["paragraph: seen"]),
        ("<div>\n<style>\na {}\n\nb {}\n</style>\n</div>\n\nseen", &["paragraph: seen"]),
        ("<nav>\n\nnot closed", &["paragraph: not closed"]),
        ("A `<svg>` or a <svg> here\n\nseen", &["paragraph: A <svg> or a", "paragraph: seen"]),
        ("<pre>\n a\n\n  b</pre>", &["code: a\n\n  b"]),
        ("<!-- a\n\nb -->\nc", &["paragraph: c"]),
    ]);
}

#[test]
fn what_is_no_text_is_left_out() {
    expect(&[
        ("---\ntitle: x\n---\ntext", &["paragraph: text"]),
        ("+++\ntitle = 'x'\n\nmore = 1\n+++\ntext", &["paragraph: text"]),
        ("{\n  \"title\": \"x\"\n}\n\ntext", &["paragraph: text"]),
        ("---\n\na\n\n---\n\nb", &["paragraph: a", "paragraph: b"]),
        ("---\nnot closed: yes\n\ntext", &["paragraph: not closed: yes", "paragraph: text"]),
        ("[TOC]\n\n[[_TOC_]]\n\ntext", &["paragraph: text"]),
        (
            "import A from './a'\nimport {\n  B,\n} from \"b\"\n\nexport const c = 1;\n\nimport duties are paid",
            &["paragraph: import duties are paid"],
        ),
        (
            "{{#include a.md}}\n\n{{< note >}}\ntext\n{{< /note >}}\n\n{% include \"x\" %}\n\n{{ macro() }}",
            &["paragraph: text"],
        ),
        (
            "{{< param x >}} is set, {{% y %}} too, {{ kept }}",
            &["paragraph: is set,  too, {{ kept }}"],
        ),
        ("[a]({{< ref \"b c\" >}}) text", &["paragraph: a text"]),
        ("`{{< a >}}` and ``{% b` %}``", &["paragraph: {{< a >}} and {% b` %}"]),
        ("```\n{{< a >}}\n::: b\n```\n", &["code: {{< a >}}\n::: b"]),
        (
            "## Title {#id}\n\ntext {: .lead }\n\n{: .note}\n\n[x](y){ .button target=z } {a} {1.5}",
            &["heading: Title", "paragraph: text", "paragraph: x {a} {1.5}"],
        ),
        ("{/* a\n b */}\ntext", &["paragraph: text"]),
        ("(label)=\n# Title", &["heading: Title"]),
        (
            "The WWW.\n*[WWW]: World Wide Web\n\n*[a](b)*: c",
            &["paragraph: The WWW.", "paragraph: a: c"],
        ),
        ("{% comment %}\nno\n\nno\n{%- endcomment -%}\ntext", &["paragraph: text"]),
        ("{% comment %}\nnot closed", &["paragraph: not closed"]),
        (
            ":tada: Out now :the-ship:, at 12:30:15, a:b:c and :ref:`x`",
            &["paragraph: Out now , at 12:30:15, a:b:c and :ref:x"],
        ),
    ]);
}

#[test]
fn markers_of_containers_go_and_their_content_stays() {
    expect(&[
        (":::note Title\n\ntext\n\n:::", &["paragraph: text"]),
        ("::: {.panel}\ntext\n:::\nmore", &["paragraph: text", "paragraph: more"]),
        (":::{figure} a.png\n:width: 5\n:alt: x\n\ntext\n:::", &["paragraph: text"]),
        (
            "/// note | Title\ntext\n\nmore\n///\nbehind",
            &["paragraph: text", "paragraph: more", "paragraph: behind"],
        ),
        ("> [!NOTE]\n> text", &["quote: text"]),
        ("> [!info] Title\n> text", &["quote: text"]),
        (
            "!!! note \"Title\"\n\n    text\n\n    - item\n\n        code? no, item\n\nbehind",
            &["paragraph: text", "item: item", "item: code? no, item", "paragraph: behind"],
        ),
        ("??? tip\n    text\n\n        code\n", &["paragraph: text", "code: code"]),
        (
            "=== \"One\"\n\n    a\n\n=== \"Two\"\n\n    ``` sh\n    b\n    ```\n",
            &["paragraph: a", "code: b"],
        ),
        (
            "- item\n\n    !!! note\n\n        inner\n\n- next",
            &["item: item", "item: inner", "item: next"],
        ),
        ("!!! no marker\n\ntext", &["paragraph: !!! no marker", "paragraph: text"]),
        ("/// A comment of code.", &["paragraph: /// A comment of code."]),
    ]);
}

#[test]
fn directives_and_shortcodes_hold_text_or_code() {
    expect(&[
        (
            "````{note} Title\n:class: x\n\ntext\n\n```python\ncode\n```\n````\nbehind",
            &["paragraph: text", "code: code", "paragraph: behind"],
        ),
        ("```{math}\nx\n```", &["code: x"]),
        (
            "{{< highlight go >}}\nx := {{< a >}}\n\ny\n{{< /highlight >}}\n\ntext",
            &["code: x := {{< a >}}\n\ny", "paragraph: text"],
        ),
        (
            "{{< code-toggle config=a />}}\n\ntext\n\n{{< code-toggle >}}\nx\n{{< /code-toggle >}}",
            &["paragraph: text", "code: x"],
        ),
        ("{{< highlight go >}}\nx\n{{</ highlight >}}\ntext", &["code: x", "paragraph: text"]),
        (
            "One\n\\begin{align*}\nx &= y \\\\\n\nz &= _1_\n\\end{align*}\ntwo \\begin{align}",
            &["paragraph: One", "code: x &= y \\\\\n\nz &= _1_", "paragraph: two \\begin{align}"],
        ),
        ("{% highlight ruby %}\nx\n{% endhighlight %}\ntext", &["code: x", "paragraph: text"]),
        ("{{< highlight go >}}\nnot closed", &["paragraph: not closed"]),
        ("{role}`text` and {{role}}", &["paragraph: text and {{role}}"]),
        ("a {#b .c d=\"e f\"} g", &["paragraph: a  g"]),
    ]);
}

#[test]
fn components_go_and_their_content_stays() {
    expect(&[
        (
            "1. one\n\n    <Choice>\n        <Option>*a*</Option>\n        <Option>b</Option>\n    </Choice>\n2. two",
            &["item: one", "item: a\nb", "item: two"],
        ),
        (
            "<Tabs>\n  <Tab>\n    ```sh\n    run\n      it\n    ```\n\n    - **a**\n    - b\n  </Tab>\n</Tabs>\n\ntext",
            &["code: run\n  it", "item: a", "item: b", "paragraph: text"],
        ),
        (
            "<aside markdown=\"1\">\nA [link](to)\n</aside>\n\ntext",
            &["paragraph: A link", "paragraph: text"],
        ),
        (
            "<Steps>\n1. one\n\n    <Tabs>\n      <Tab>\n        in\n      </Tab>\n    </Tabs>\n\n    *two*\n</Steps>",
            &["item: one", "item: in", "item: two"],
        ),
        (
            "Before\n<h5 markdown=\"1\">A *title*</h5>\nText <span markdown>goes</span> on\n<div markdown=\"1\">in</div>\nout",
            &[
                "paragraph: Before",
                "heading: A title",
                "paragraph: Text goes on",
                "paragraph: in",
                "paragraph: out",
            ],
        ),
        (
            "### Depth\n\n<!-- a plugin's term -->\n\n:   How deep it is:\n\n    ```\n    one\n    ```\n\n    - six feet",
            &["heading: Depth", "item: How deep it is:", "code: one", "item: six feet"],
        ),
        ("if a < b and c > d", &["paragraph: if a < b and c > d"]),
        (
            "<Tabs values={[{a: '1'}]}>\n<TabItem value=\"a\">Text</TabItem>\n</Tabs>",
            &["paragraph: Text"],
        ),
        (
            "<Card\n  title=\"x\"\n  go={() => { return 1; }}\n>\n    Indented\n</Card>",
            &["paragraph: Indented"],
        ),
        ("text <Icon name={x} /> more <Foo/>", &["paragraph: text  more"]),
        ("a <b and Vec<String> c < D", &["paragraph: a <b and Vec c < D"]),
        ("<P ALIGN=center>Old</P>", &["paragraph: Old"]),
    ]);
}

#[test]
fn comments_ask_to_ignore() {
    let text = "a\n\n<!-- paradup:ignore -->\nb\n\nc\n\n<!-- paradup:ignore-start -->\n- d\n- e\n<!-- paradup:ignore-end -->\n\nf";
    let document = Document::markdown(text);
    let ignored: Vec<&str> =
        document.paragraphs().filter(Paragraph::is_ignored).map(|one| one.text()).collect();
    assert_eq!(ignored, ["b", "d", "e"]);
    assert_eq!(document.paragraphs().len(), 6);
}

#[test]
fn what_is_not_closed_is_told() {
    let cases: [(&str, &[(&str, usize)]); 12] = [
        ("a\n\n<!-- b\n\nc", &[("<!--", 3)]),
        ("a\n\n<style>\nb\n\nc", &[("<style", 3)]),
        ("<title>\nb\n\nc", &[("<title", 1)]),
        ("a <svg> b\n\nc", &[("<svg", 1)]),
        ("a\n```\nb\n\nc", &[("```", 2)]),
        ("a\n<!-- paradup:ignore-start -->\nb", &[("paradup:ignore-start", 2)]),
        ("<nav>\n\n", &[]),
        ("a <!-- b", &[]),
        ("```\na\n```", &[]),
        ("> ~~~\n> a\n> ~~~\n", &[]),
        ("```\na\n\n- b", &[("```", 1)]),
        ("<!-- paradup:ignore-start -->\na\n<!-- paradup:ignore-end -->", &[]),
    ];
    for (text, expected) in cases {
        let document = Document::markdown(text);
        let unclosed = document.unclosed().iter();
        let found: Vec<(&str, usize)> =
            unclosed.map(|one| (&*one.mark, document.line_of(one.span.start))).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn hostile_texts_are_read_in_time() {
    let start = Instant::now();
    for piece in [
        ">",
        "* ",
        "[",
        "<",
        "`",
        "![",
        "$",
        "| a ",
        "[a](",
        "{{<",
        "{{< a >}}",
        "{%",
        "{: ",
        "<Aa {",
        "<Aa \"",
        "!!! note\n",
        "!!! a\n    ",
        "<div>\n\n",
        "<svg>\n\n",
        "<svg>\n\n</x>",
        "<!--",
        "> <div>\n",
        "```\n",
        "~~~",
        ":::a\n",
        "a\n: b\n",
        "{#",
        "import {\n",
        "`{{<`",
        "<style>a",
        ":a",
        ":aa: ",
        "*[a",
        "<h1 markdown>a",
        "{% comment %}\n",
    ] {
        drop(Document::markdown(piece.repeat(100_000)));
    }
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
}
