//! What the directives of reStructuredText do with their arguments and contents.

use super::Kind;

/// What a directive holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Directive {
    /// Prose, which may begin right behind the name, as in a note.
    Text,
    /// Prose that may begin behind numbers of versions.
    Version,
    /// Prose under a title.
    Titled(Kind),
    /// Prose under a name or other arguments, which are none.
    Labelled,
    /// Prose under lines of signatures, as that of a function.
    Signature,
    /// A picture, its caption and its legend.
    Figure,
    /// A title, and rows of values between commas.
    Values,
    /// A title, and a table as a list of lists.
    Lists,
    /// Program text, or other text whose layout counts.
    Code,
    /// Nothing to read.
    Nothing,
}

impl Directive {
    /// What a directive of this name holds. One that is not known holds prose: a theme's own notes, or the members of a class.
    pub(super) fn named(name: &str) -> Directive {
        // A domain before the name, as in `py:function`, describes what it names.
        if name.contains(':') {
            return Directive::Signature;
        }
        match &*name.to_ascii_lowercase() {
            "note" | "warning" | "tip" | "important" | "attention" | "caution" | "danger" => {
                Directive::Text
            }
            "error" | "hint" | "seealso" | "todo" | "impl-detail" | "centered" | "epigraph"
            | "highlights" | "pull-quote" | "line-block" | "availability" => Directive::Text,
            "versionadded" | "versionchanged" | "deprecated" | "versionremoved"
            | "deprecated-removed" | "soft-deprecated" => Directive::Version,
            "admonition" | "topic" | "sidebar" | "table" => Directive::Titled(Kind::Caption),
            "list-table" | "flat-table" => Directive::Lists,
            "csv-table" => Directive::Values,
            "rubric" => Directive::Titled(Kind::Heading),
            "figure" => Directive::Figure,
            "toctree" | "image" | "include" | "literalinclude" | "raw" | "index" | "meta"
            | "contents" | "sectnum" | "bibliography" | "tabularcolumns" | "autosummary"
            | "audit-event" | "video" | "highlight" | "role" => Directive::Nothing,
            name if is_code(name) => Directive::Code,
            name if is_signature(name) => Directive::Signature,
            _ => Directive::Labelled,
        }
    }
}

fn is_code(name: &str) -> bool {
    let parts = ["code", "literal", "doctest", "graph", "diag", "grammar", "console", "ipython"];
    let names = ["math", "productionlist", "prompt", "testsetup", "testcleanup", "testoutput"];
    let drawings = ["mermaid", "uml", "plantuml", "plot", "command-output", "jupyter-execute"];
    parts.iter().any(|part| name.contains(part))
        || names.contains(&name)
        || drawings.contains(&name)
}

fn is_signature(name: &str) -> bool {
    let described = ["function", "method", "class", "attribute", "data", "exception", "decorator"];
    let members = ["property", "macro", "type", "var", "member", "struct", "union", "enumerator"];
    let settings = ["option", "cmdoption", "envvar", "confval", "setting", "opcode", "describe"];
    name.starts_with("auto")
        || described.iter().any(|described| name.ends_with(described))
        || members.contains(&name)
        || settings.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_any_case_and_domains() {
        assert_eq!(Directive::named("Note"), Directive::Text);
        assert_eq!(Directive::named("py:method"), Directive::Signature);
        assert_eq!(Directive::named("rst:role"), Directive::Signature);
        assert_eq!(Directive::named("role"), Directive::Nothing);
        assert_eq!(Directive::named("inheritance-diagram"), Directive::Code);
        assert_eq!(Directive::named("tab-item"), Directive::Labelled);
    }
}
