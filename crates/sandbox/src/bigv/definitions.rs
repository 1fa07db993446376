//! The values the brain accepts by name.
//!
//! Source: BigV reference, Definitions.

use super::Dialect;
use serde_json::{Value, json};

const DISTRIBUTIONS: [&str; 12] = [
    "centos5",
    "centos6",
    "centos7",
    "jessie",
    "precise",
    "symbiosis",
    "trusty",
    "utopic",
    "vivid",
    "wheezy",
    "winstd2012",
    "winweb2k8r2",
];
const ORIGINAL_DISTRIBUTIONS: [&str; 9] = [
    "centos-5.8",
    "centos-6.3",
    "oneiric",
    "precise",
    "squeeze",
    "symbiosis",
    "wheezy",
    "winweb2k8r2",
    "winstd2012",
];
pub(super) const STORAGE_GRADES: [&str; 4] = ["archive", "sata", "sas", "ssd"];
pub(super) const HARDWARE_PROFILES: [&str; 4] = [
    "virtio2011",
    "compatibility2011",
    "virtio2013",
    "compatibility2013",
];
pub(super) const KEYMAPS: [&str; 33] = [
    "ar", "da", "de", "de-ch", "en-gb", "en-us", "es", "et", "fi", "fo", "fr", "fr-be", "fr-ca",
    "fr-ch", "hr", "hu", "is", "it", "ja", "lt", "lv", "mk", "nl", "nl-be", "no", "pl", "pt",
    "pt-br", "ru", "sl", "sv", "th", "tr",
];
pub(super) const ZONES: [&str; 2] = ["manchester", "york"];

/// Keys with names longer than a letter or a digit.
const NAMED_KEYS: [&str; 64] = [
    "shift",
    "shift_r",
    "alt",
    "alt_r",
    "altgr",
    "altgr_r",
    "ctrl",
    "ctrl_r",
    "menu",
    "esc",
    "minus",
    "equal",
    "backspace",
    "tab",
    "ret",
    "comma",
    "dot",
    "slash",
    "asterisk",
    "spc",
    "caps_lock",
    "f1",
    "f2",
    "f3",
    "f4",
    "f5",
    "f6",
    "f7",
    "f8",
    "f9",
    "f10",
    "f11",
    "f12",
    "num_lock",
    "scroll_lock",
    "kp_divide",
    "kp_multiply",
    "kp_subtract",
    "kp_add",
    "kp_enter",
    "kp_decimal",
    "kp_0",
    "kp_1",
    "kp_2",
    "kp_3",
    "kp_4",
    "kp_5",
    "kp_6",
    "kp_7",
    "kp_8",
    "kp_9",
    "sysrq",
    "<",
    "print",
    "home",
    "pgup",
    "pgdn",
    "end",
    "left",
    "up",
    "down",
    "right",
    "insert",
    "delete",
];

/// Every key that can be sent.
fn keys() -> Vec<String> {
    let singles = ('0'..='9').chain('a'..='z').map(String::from);
    let named = NAMED_KEYS.iter().map(|key| (*key).to_owned());
    singles.chain(named).collect()
}

/// A key can be sent. The list says `delete`, every sample says `del`: both will do.
pub(super) fn is_key(name: &str) -> bool {
    let single = name.len() == 1
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    single || name == "del" || NAMED_KEYS.contains(&name)
}

/// What can be installed.
pub(super) fn distributions(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Original => &ORIGINAL_DISTRIBUTIONS,
        Dialect::Later => &DISTRIBUTIONS,
    }
}

/// `GET /definitions`
pub(super) fn all(dialect: Dialect) -> Value {
    let entry = |id: &str, data: Value| json!({"id": id, "data": data});
    let mut list = vec![
        entry("distributions", json!(distributions(dialect))),
        entry("storage_grades", json!(STORAGE_GRADES.as_slice())),
        entry("hardware_profiles", json!(HARDWARE_PROFILES.as_slice())),
        entry("keymaps", json!(KEYMAPS.as_slice())),
        entry("sendkeys", json!(keys())),
    ];
    if dialect.is_later() {
        list.extend([
            entry("zone_names", json!(ZONES.as_slice())),
            entry(
                "distribution_descriptions",
                json!({
                    "centos7": "CentOS 7",
                    "jessie": "Debian 8",
                    "symbiosis": "Debian with hosting tools",
                    "trusty": "Ubuntu 14.04 LTS",
                }),
            ),
            entry(
                "storage_grade_descriptions",
                json!({"archive": "Slow and large", "sata": "Everyday storage", "ssd": "Fast storage"}),
            ),
        ]);
    }
    list.into()
}
