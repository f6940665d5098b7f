//! What becomes of pages, case by case.

use core::time::Duration;
use std::time::Instant;

use paradup::document::{Document, Paragraph};

/// Each paragraph of a page as `kind: text`.
fn read(page: &str) -> Vec<String> {
    let document = Document::html(page);
    document.paragraphs().map(|one| format!("{}: {}", one.kind().name(), one.text())).collect()
}

fn expect(cases: &[(&str, &[&str])]) {
    for (page, expected) in cases {
        assert_eq!(read(page), *expected, "{page}");
    }
}

#[test]
fn block_elements_end_paragraphs_and_others_do_not() {
    expect(&[
        ("One <b>bold</b> word", &["paragraph: One bold word"]),
        ("un<b>believ</b>able <x-y>stuff</x-y>", &["paragraph: unbelievable stuff"]),
        (
            "<p>One<p>Two</p>Three<div>Four",
            &["paragraph: One", "paragraph: Two", "paragraph: Three", "paragraph: Four"],
        ),
        ("<h2>Title</h2>Text<hr>More", &["heading: Title", "paragraph: Text", "paragraph: More"]),
        (
            "<blockquote>Said<p>again</blockquote>then",
            &["quote: Said", "quote: again", "paragraph: then"],
        ),
        (
            "<figure><img alt=x><figcaption>A <i>boat</i></figcaption></figure>",
            &["caption: A boat"],
        ),
        ("<pre>\n  a\n    b</pre><p>c <code>d()</code>", &["code: a\n    b", "paragraph: c d()"]),
        (
            "<header>Top</header><main><article>Mid</article></main><footer>End</footer>",
            &["paragraph: Top", "paragraph: Mid", "paragraph: End"],
        ),
        (
            "<h1>Left open<p>Text<h2>Next</h2>",
            &["heading: Left open", "heading: Text", "heading: Next"],
        ),
        ("<h1>Crossed</h2>Text", &["heading: Crossed", "paragraph: Text"]),
    ]);
}

#[test]
fn items_are_paragraphs_of_their_own() {
    expect(&[
        ("<ul><li>One<li>Two</ul>Out", &["item: One", "item: Two", "paragraph: Out"]),
        (
            "<ol><li>Before<ul><li>Inner</ul>behind<li>Next</ol>",
            &["item: Before", "item: Inner", "item: behind", "item: Next"],
        ),
        ("<ul><li><p>One</p><p>Two</p></li></ul>", &["item: One", "item: Two"]),
        (
            "<dl><dt>Term<dd>Meaning<dt>Other<dd>More</dl>",
            &["item: Term", "item: Meaning", "item: Other", "item: More"],
        ),
        ("<blockquote><ul><li>One</ul></blockquote>", &["item: One"]),
        ("<li>Alone", &["item: Alone"]),
    ]);
}

#[test]
fn rows_are_their_cells_unless_these_hold_blocks() {
    expect(&[
        (
            "<table><caption>Sizes</caption><tr><th>a</th> <th> b </th><tr><td>1<td>2<br>3</table>after",
            &["caption: Sizes", "row: a\tb", "row: 1\t2\n3", "paragraph: after"],
        ),
        (
            "<table><tr><td><p>One</p><p>Two</p></td><td>Side</td></tr></table>",
            &["paragraph: One", "paragraph: Two", "row: Side"],
        ),
        (
            "<table><tr><td><table><tr><td>in<td>ner</table><td>out</table>",
            &["row: in\tner", "row: out"],
        ),
        ("<table><tr><td>a</div></p>b<td>c</table>", &["row: a", "row: b\tc"]),
        (
            "<table><thead><tr><th>a<tbody><tr><td>b<tfoot><tr><td>c</table>",
            &["row: a", "row: b", "row: c"],
        ),
        ("<table><tr><td><ul><li>x</ul><tr><td>y</table>", &["item: x", "row: y"]),
        ("<table><tr><td></td><td>only</td></tr></table>", &["row: only"]),
    ]);
}

#[test]
fn what_nobody_reads_is_left_out() {
    expect(&[
        (
            "<!doctype html><head><title>T</title><style>p{}</style></head><body>Seen",
            &["paragraph: Seen"],
        ),
        ("a<script>if (a < b) '</p>'</script>b<!-- c -->d", &["paragraph: abd"]),
        (
            "<nav><ul><li>Home</ul></nav>x<svg><title>t</title><text>u</text></svg>y",
            &["paragraph: xy"],
        ),
        ("<p>a<button><div>x</div></button> b</p>", &["paragraph: a b"]),
        ("<select><option>1<option>2</select>z<textarea><p>q</textarea>", &["paragraph: z"]),
        ("<p hidden>no<p>yes", &["paragraph: yes"]),
        ("<span hidden><span>no</span>no</span>yes", &["paragraph: yes"]),
        (
            "a<span aria-hidden=true>no</span>b<i style='color: red; DISPLAY : none'>no</i>c",
            &["paragraph: abc"],
        ),
        ("<div style=\"display:block\">yes</div>", &["paragraph: yes"]),
        ("<svg><style/><script/></svg>yes<noscript><p>no</noscript>", &["paragraph: yes"]),
        ("<?xml version='1.0'?><title/>yes<script src='x'/>yes", &["paragraph: yesyes"]),
        ("<ul><li hidden>no<li>yes</ul>", &["item: yes"]),
        ("<div><button>left open</div>yes", &["paragraph: yes"]),
        ("<math><mi>x</mi><annotation>y</annotation></math>", &["paragraph: x"]),
    ]);
}

#[test]
fn white_space_within_a_paragraph_stays() {
    expect(&[
        ("<p>\n one\n  two <b> three</b>\n</p>", &["paragraph: one\n  two  three"]),
        ("one <br>\n two<br/>three", &["paragraph: one\ntwo\nthree"]),
        ("<p>a\r\nb</p>\r\n<p>c\rd", &["paragraph: a\r\nb", "paragraph: c\rd"]),
        ("<b>a</b> <i>b</i>\n<u>c</u>", &["paragraph: a b\nc"]),
    ]);
}

#[test]
fn entities_are_decoded() {
    expect(&[
        ("a &lt;b&gt; &eacute;&#233;&#xE9; &amp;amp;", &["paragraph: a <b> ééé &amp;"]),
        ("R&D, &unknown; &copy 5&nbsp;km", &["paragraph: R&D, &unknown; © 5\u{a0}km"]),
        ("x&#32;y", &["paragraph: x y"]),
    ]);
    let document = Document::html("<p>caf&eacute;s");
    let paragraph = document.paragraph(0);
    assert_eq!(paragraph.to_source((3..5).into()), (6..14).into());
    assert_eq!(paragraph.to_source((5..6).into()), (14..15).into());
}

#[test]
fn comments_ask_to_ignore() {
    let page = "<p>a<!-- paradup:ignore --><p>b<p>c<!--paradup:ignore-start--><ul><li>d<li>e</ul><!-- paradup:ignore-end -->f";
    let document = Document::html(page);
    let ignored: Vec<&str> =
        document.paragraphs().filter(Paragraph::is_ignored).map(|one| one.text()).collect();
    assert_eq!(ignored, ["b", "d", "e"]);
    assert_eq!(document.paragraphs().len(), 6);
}

#[test]
fn what_is_not_closed_is_told() {
    let cases: [(&str, &[(&str, &str)]); 12] = [
        ("<p>a<!-- b<p>c", &[("<!--", "<!-- b<p>c")]),
        ("<p>a<style>b<p>c", &[("<style", "<style>b<p>c")]),
        ("<title>a<p>b", &[("<title", "<title>a<p>b")]),
        ("a<script>b</p>", &[("<script", "<script>b</p>")]),
        ("a<div hidden><p>b", &[("<div", "<div hidden><p>b")]),
        ("a<a href=\"b>c", &[("<a", "<a href=\"b>c")]),
        (
            "<!--paradup:ignore-start--><p>a",
            &[("paradup:ignore-start", "<!--paradup:ignore-start--><p>a")],
        ),
        ("<nav>\n</body>", &[]),
        ("<ul><li hidden>a", &[]),
        ("<!-- a --><!--> <?b> </!> <!doctype html>c < d", &[]),
        ("<template>a</template><script>b</script>", &[]),
        ("a<!", &[("<!", "<!")]),
    ];
    for (page, expected) in cases {
        let document = Document::html(page);
        let unclosed = document.unclosed().iter();
        let found: Vec<(&str, &str)> =
            unclosed.map(|one| (&*one.mark, &page[one.span.range()])).collect();
        assert_eq!(found, expected, "{page}");
    }
}

#[test]
fn hostile_pages_are_read_in_time() {
    let start = Instant::now();
    for piece in [
        "<div>",
        "<p>",
        "<b>",
        "<ul><li>",
        "<table><tr><td>",
        "<span hidden>",
        "<svg>",
        "<",
        "&",
        "</p>",
        "<!--",
        "<a b=c ",
        "<button><p>",
        "</section>",
        "<dl><dd>",
        "&#",
        "<x",
        "]]>",
        "<![CDATA[",
        "a<br>",
        "<h1>",
        "<blockquote>a",
    ] {
        for closing in ["", "</div>", "</section>", "</td>", "</b>", "<p>", "<li>", "<td>"] {
            drop(Document::html(piece.repeat(20_000) + &closing.repeat(20_000)));
        }
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
