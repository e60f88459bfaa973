//! Formulas: their text, once, from MathML and from what programs make of TeX.

use super::blocks::Converter;
use super::dom::{NodeId, NodeKind};
use crate::limits::{MAX_DEPTH, MAX_LINE};
use crate::normalize::line;

/// Classes of the elements in which programs put a formula twice: for the eye, and as MathML.
const RENDERED: [&str; 5] = ["katex", "MathJax", "MathJax_Display", "MathJax_SVG", "MathJax_CHTML"];

impl Converter<'_> {
    /// The text of an element that a program has made of a formula, which may be shown by other
    /// means beside it; `None` when it is to be read as any other.
    pub(super) fn rendered_formula(&self, id: NodeId) -> Option<String> {
        let name = self.dom.name(id);
        if name == "script" {
            // The source from which a program in the page makes the formula.
            let kind = self.dom.attribute(id, "type").unwrap_or_default();
            let is_shown = || self.siblings_before(id).any(|it| self.first_math(it, 0).is_some());
            let is_source = kind.trim().to_ascii_lowercase().starts_with("math/tex");
            return (is_source && !is_shown()).then(|| self.words(id));
        }
        let class = self.dom.attribute(id, "class").unwrap_or_default();
        let is = |classes: &[&str]| class.split_ascii_whitespace().any(|it| classes.contains(&it));
        if is(&["MathJax_Preview"]) {
            return Some(String::new());
        }
        let value = self.dom.attribute(id, "data-value").filter(|_| is(&["ql-formula"]));
        if let Some(source) = value {
            return line(source, MAX_LINE);
        }
        let math = (is(&RENDERED) || name == "mjx-container").then(|| self.first_math(id, 0))?;
        math.map(|math| self.formula(math))
    }

    /// The elements of a rendered formula before its source.
    fn siblings_before(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let parent = self.dom.node(id).parent;
        let before = parent.and_then(|parent| {
            let is_bounded = self.dom.node(parent).children.len() <= 2_000;
            let at = is_bounded.then(|| self.dom.child_index(parent, id))??;
            Some(&self.dom.node(parent).children[at.saturating_sub(1)..at])
        });
        before.into_iter().flatten().copied()
    }

    fn first_math(&self, id: NodeId, depth: usize) -> Option<NodeId> {
        if self.dom.name(id) == "math" {
            return Some(id);
        }
        let mut children = self.dom.node(id).children.iter().filter(|_| depth < MAX_DEPTH);
        children.find_map(|child| self.first_math(*child, depth + 1))
    }

    fn words(&self, id: NodeId) -> String {
        let words = self.dom.node(id).children.iter().filter_map(|it| {
            let NodeKind::Text(text) = &self.dom.node(*it).kind else { return None };
            Some(&**text)
        });
        line(&words.collect::<String>(), MAX_LINE).unwrap_or_default()
    }

    /// The text of a `math` element: its TeX source if it has one, or else its characters.
    pub(super) fn formula(&self, id: NodeId) -> String {
        if let Some(source) =
            self.dom.attribute(id, "alttext").and_then(|text| line(text, MAX_LINE))
        {
            return source;
        }
        let mut source = None;
        let text = self.math_text(id, &mut source, 0);
        line(&source.unwrap_or(text), MAX_LINE).unwrap_or_default()
    }

    /// The characters of MathML on one line, with signs for what is raised, lowered or divided.
    fn math_text(&self, id: NodeId, source: &mut Option<String>, depth: usize) -> String {
        let (name, children) = match &self.dom.node(id).kind {
            NodeKind::Text(words) => return words.to_string(),
            NodeKind::Element { name, .. } => (&*name.local, &self.dom.node(id).children),
            NodeKind::Document | NodeKind::Other => return String::new(),
        };
        if depth > MAX_DEPTH || matches!(name, "style" | "script") {
            return String::new();
        }
        let is_part = |id: &&NodeId| matches!(self.dom.node(**id).kind, NodeKind::Element { .. });
        let mut part = |id: &NodeId| self.math_text(*id, source, depth + 1);
        let parts: Vec<NodeId> = children.iter().filter(is_part).copied().collect();
        match (name, &parts[..]) {
            ("msup" | "mover", [base, up]) => format!("{}^{}", part(base), group(&part(up))),
            ("msub" | "munder", [base, low]) => format!("{}_{}", part(base), group(&part(low))),
            ("msubsup" | "munderover", [base, low, up]) => {
                format!("{}_{}^{}", part(base), group(&part(low)), group(&part(up)))
            }
            ("mfrac", [above, below]) => format!("{}/{}", group(&part(above)), group(&part(below))),
            ("msqrt", parts) => {
                format!("√{}", group(&parts.iter().map(part).collect::<String>()))
            }
            ("mroot", [base, degree]) => format!("{}^(1/{})", group(&part(base)), part(degree)),
            (name, _) => {
                let text: String = children.iter().map(part).collect();
                if name.starts_with("annotation") {
                    source.get_or_insert(text);
                    return String::new();
                }
                text
            }
        }
    }
}

/// A part of a formula, in parentheses if it is longer than one sign or number.
fn group(part: &str) -> String {
    let part = part.trim();
    let is_number = part.chars().all(|c| c.is_ascii_digit() || c == '.');
    if is_number || part.chars().count() <= 1 { part.to_owned() } else { format!("({part})") }
}
