//! Bodies with their lines broken, to be read.

/// JSON and XML with a line for each part; anything else as it is.
pub(super) fn pretty(body: &str) -> String {
    if body.trim_start().starts_with('<') {
        return xml(body);
    }
    let value = serde_json::from_slice::<serde_json::Value>(body.as_bytes());
    value
        .ok()
        .and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| body.to_owned())
}

/// Breaks lines between elements only, so that no text changes. A document with anything but
/// elements and text stays as it is.
fn xml(body: &str) -> String {
    if body.contains("<!") || body.contains('\n') {
        return body.to_owned();
    }
    let mut out = String::with_capacity(body.len() * 2);
    let (mut depth, mut rest, mut was_close) = (0_usize, body, true);
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        let Some(end) = tag.find('>') else { break };
        let (tag, after) = tag.split_at(end + 1);
        let is_close = tag.starts_with("</");
        let opens = !is_close && !tag.ends_with("/>") && !tag.starts_with("<?");
        if is_close {
            depth = depth.saturating_sub(1);
        }
        out.push_str(before);
        // An element that holds text ends on the line it began.
        let is_text_end = is_close && !was_close;
        if before.is_empty() && !is_text_end && !out.is_empty() {
            out.push('\n');
            out.push_str(&"  ".repeat(depth));
        }
        out.push_str(tag);
        was_close = !opens;
        depth += usize::from(opens);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::pretty;

    #[test]
    fn breaks_lines_and_changes_no_text() {
        for (body, shown) in [
            ("", ""),
            ("not json", "not json"),
            (r#"{"a":[1]}"#, "{\n  \"a\": [\n    1\n  ]\n}"),
            (
                "<?xml version=\"1.0\"?><vm><name>a b</name><on/><d></d></vm>",
                "<?xml version=\"1.0\"?>\n<vm>\n  <name>a b</name>\n  <on/>\n  <d></d>\n</vm>",
            ),
            ("<a>x <b/> y</a>", "<a>x <b/> y</a>"),
            ("<a><![CDATA[<b>]]></a>", "<a><![CDATA[<b>]]></a>"),
            ("<a", "<a"),
        ] {
            assert_eq!(pretty(body), shown);
        }
    }
}
