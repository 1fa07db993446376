//! Taking texts and numbers out of elements that were found valid.

use roxmltree::Node;

/// The first element of this name inside another.
pub(super) fn child<'a, 'd>(node: Node<'a, 'd>, name: &str) -> Option<Node<'a, 'd>> {
    children(node, name).next()
}

/// Every element of this name inside another.
pub(super) fn children<'a, 'd>(
    node: Node<'a, 'd>,
    name: &str,
) -> impl Iterator<Item = Node<'a, 'd>> {
    let is_it = move |child: &Node<'a, 'd>| child.has_tag_name(name);
    node.children().filter(is_it)
}

/// Everything written in an element, comments aside.
pub(super) fn whole_text(node: &Node<'_, '_>) -> String {
    let texts = node.children().filter(Node::is_text);
    texts.filter_map(|text| text.text()).collect()
}

/// The text of an element to the letter, unless there is nothing in it.
pub(super) fn text(node: Node<'_, '_>) -> Option<String> {
    Some(whole_text(&node)).filter(|text| !text.trim().is_empty())
}

/// The text of an element without the space around it.
pub(super) fn word(node: Node<'_, '_>) -> String {
    whole_text(&node).trim().to_owned()
}

/// The number in an element.
pub(super) fn number(node: Node<'_, '_>) -> Option<u32> {
    to_number(&word(node))
}

/// Digits alone: no sign, no point.
pub(super) fn to_number(text: &str) -> Option<u32> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}
