//! Values of form fields that the forms, the lookups and the orders have to agree on.

/// [`WAY`]: the simple build.
pub(super) const SIMPLE: &str = "simple";
/// [`WAY`]: the build from a spec document.
pub(super) const SPEC: &str = "spec";
/// How to build or resize.
pub(super) const WAY: &str = "way";

/// [`WAY`]: another package.
pub(super) const BY_PACKAGE: &str = "package";
/// [`WAY`]: processors and memory as entered.
pub(super) const BY_NUMBER: &str = "flexible";
/// [`WAY`]: another type of GPU.
pub(super) const BY_GPU: &str = "gpu";

/// What stands before the colon in a place that is a whole data center.
pub(super) const DATA_CENTER: &str = "data_center";
/// What stands before the colon in a place that is one zone.
pub(super) const ZONE: &str = "zone";

/// The operating system that is no filter.
pub(super) const ANY: &str = "any";

/// What is to become of something that is neither named in the form nor left out of it.
pub(super) const KEEP: &str = "keep";
/// Into a group.
pub(super) const JOIN: &str = "join";
/// Out of its group.
pub(super) const LEAVE: &str = "leave";
