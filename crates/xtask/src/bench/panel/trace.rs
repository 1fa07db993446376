//! The tasks in a browser's trace.

use std::collections::BTreeMap;

use serde_json::Value;

/// What has to be traced for [`Tasks`].
pub(super) const CATEGORY: &str = "disabled-by-default-devtools.timeline";

/// A thread of a process.
type Thread = (u64, u64);

/// How long the tasks of each thread took.
#[derive(Default)]
pub(super) struct Tasks {
    /// Milliseconds.
    tasks: BTreeMap<Thread, Vec<f64>>,
    main: Vec<Thread>,
}

impl Tasks {
    /// Takes in one event of the trace.
    pub(super) fn take(&mut self, event: &Value) {
        let number = |key: &str| event.get(key).and_then(Value::as_u64);
        let name = event.get("name").and_then(Value::as_str);
        let thread = (
            number("pid").unwrap_or_default(),
            number("tid").unwrap_or_default(),
        );
        match (name, number("dur")) {
            (Some("RunTask"), Some(microseconds)) => {
                let tasks = self.tasks.entry(thread).or_default();
                tasks.push(microseconds as f64 / 1000.0);
            }
            (Some("thread_name"), _) => {
                let named = event.pointer("/args/name").and_then(Value::as_str);
                if named == Some("CrRendererMain") {
                    self.main.push(thread);
                }
            }
            _ => {}
        }
    }

    /// The tasks, in milliseconds, of the page that did most: the only one that was open.
    pub(super) fn of_the_busiest_main_thread(mut self) -> Vec<f64> {
        let sum = |thread: &Thread| -> f64 {
            let tasks = self.tasks.get(thread);
            tasks.into_iter().flatten().sum()
        };
        let busiest = self
            .main
            .iter()
            .max_by(|a, b| sum(a).total_cmp(&sum(b)))
            .copied();
        let busiest = busiest.and_then(|thread| self.tasks.remove(&thread));
        busiest.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Tasks;

    #[test]
    fn only_the_busiest_pages_main_thread_counts() {
        let mut tasks = Tasks::default();
        for (name, pid, tid, dur, thread) in [
            ("thread_name", 1, 1, None, Some("CrBrowserMain")),
            ("thread_name", 2, 1, None, Some("CrRendererMain")),
            ("thread_name", 3, 1, None, Some("CrRendererMain")),
            ("RunTask", 1, 1, Some(900_000), None),
            ("RunTask", 2, 1, Some(1_000), None),
            ("RunTask", 3, 1, Some(4_500), None),
            ("RunTask", 3, 2, Some(80_000), None),
            ("RunTask", 3, 1, Some(500), None),
            ("Layout", 3, 1, Some(70_000), None),
        ] {
            tasks.take(&json!({"name": name, "pid": pid, "tid": tid, "dur": dur,
                "args": {"name": thread}}));
        }
        assert_eq!(tasks.of_the_busiest_main_thread(), [4.5, 0.5]);
        assert!(Tasks::default().of_the_busiest_main_thread().is_empty());
    }
}
