//! Moments as people write them, and how far away one is.

use js_sys::{Date, Object, Reflect};
use wasm_bindgen::JsValue;

/// "3 Aug 2026, 14:20" where the browser is, from milliseconds since 1970.
pub fn absolute(milliseconds: i64) -> String {
    let options = Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        let _set = Reflect::set(&options, &name.into(), &value.into());
    }
    let date = Date::new(&JsValue::from_f64(milliseconds as f64));
    date.to_locale_string("en-GB", &options).into()
}

/// "47 h", "3 d", "12 min": how long until something; "now" when it is past.
pub fn left(seconds: i64) -> String {
    match seconds {
        ..1 => "now".into(),
        1..60 => "less than a minute".into(),
        60..3600 => format!("{} min", seconds / 60),
        3600..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} d", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn says_how_long_is_left() {
        for (seconds, words) in [
            (-5, "now"),
            (0, "now"),
            (30, "less than a minute"),
            (60, "1 min"),
            (3600, "1 h"),
            (172_799, "47 h"),
            (172_800, "2 d"),
        ] {
            assert_eq!(super::left(seconds), words);
        }
    }
}
