//! What each documented refusal is: a wrong value with its field, or a wrong moment.

use pilothouse_core::{ErrorKind, Input, Outcome, Verb};

use super::{
    answer,
    orders::{order, small},
};

#[test]
fn every_documented_refusal_has_its_kind_and_field() {
    use ErrorKind::{Conflict, Forbidden, Invalid, NotFound, Unavailable};
    let rebuild = || (Verb::Rebuild, Input::default().with("image", "1"), 0);
    let create = || (Verb::Create, small(), 0);
    let from_iso = || {
        (
            Verb::Create,
            small().with("source", "iso").with("iso", "30"),
            0,
        )
    };
    let package = || (Verb::Create, small().with("package", "2"), 0);
    let rename = || (Verb::Rename, Input::default().with("name", "x"), 0);
    let resize = || (Verb::Resize, Input::default().with("cpus", "2"), 0);
    let rescue = || (Verb::Rescue, Input::default().with("how", "startup"), 1);
    let iso = "The action is not available to the virtual server because it's built from ISO.";
    let iso = format!(r#"{{"errors":["{iso}"]}}"#);
    for ((verb, input, step), status, body, kind, fields) in [
        (
            rebuild(),
            404,
            r#"{"errors":["Resource not found"]}"#,
            NotFound,
            &[][..],
        ),
        (
            rebuild(),
            404,
            r#"{"error":"Resource not found"}"#,
            NotFound,
            &[],
        ),
        (rebuild(), 422, &iso, Conflict, &[]),
        (
            rebuild(),
            422,
            r#"{"errors":{"template_id":["is invalid"]}}"#,
            Invalid,
            &["image"],
        ),
        (
            rebuild(),
            422,
            r#"{"errors":["Template can't be blank"]}"#,
            Invalid,
            &["image"],
        ),
        (
            rebuild(),
            422,
            r#"{"errors":["Encryption passphrase is invalid"]}"#,
            Invalid,
            &["encryption_key"],
        ),
        (
            rebuild(),
            422,
            r#"{"errors":{"base":["Virtual server is locked"]}}"#,
            Conflict,
            &[],
        ),
        (
            rebuild(),
            422,
            r#"{"error":"Template virtualization is not compatible with compute resource type"}"#,
            Invalid,
            &["image"],
        ),
        (
            create(),
            422,
            r#"{"errors":["Network interfaces is invalid"]}"#,
            Invalid,
            &["network"],
        ),
        (
            create(),
            422,
            r#"{"errors":{"label":["can't be blank"],"memory":["must be greater than or equal to 128"],"cpus":["is not a number"],"swap_disk_size":["is odd"],"base":["no"]}}"#,
            Invalid,
            &["cpus", "name", "memory", "swap"],
        ),
        (
            create(),
            422,
            r#"{"error":"Virtual server must have at least 512MB of RAM"}"#,
            Invalid,
            &["memory"],
        ),
        (
            create(),
            422,
            r#"{"error":"Virtual server primary disk size must be at least 5GB"}"#,
            Invalid,
            &["disk"],
        ),
        (
            create(),
            422,
            r#"{"errors":{"selected_ip_address":["is already allocated to this network card"]}}"#,
            Invalid,
            &["ip_address"],
        ),
        (
            create(),
            422,
            r#"{"errors":{"hypervisor_group_id":["can't be blank"],"data_store_group_primary_id":["is full"]}}"#,
            Invalid,
            &["disk_zone", "place"],
        ),
        (
            create(),
            422,
            r#"{"errors":["Initial root password is too short","Licensing type is not included in the list"]}"#,
            Invalid,
            &["password", "licence"],
        ),
        (
            create(),
            422,
            r#"{"errors":{"enable_autoscale":["Autoscale is not supported for this VS type."]}}"#,
            Invalid,
            &[],
        ),
        // Fields that are not shown for this input are not blamed.
        (
            from_iso(),
            422,
            r#"{"errors":{"template_id":["is invalid"]}}"#,
            Invalid,
            &["iso"],
        ),
        (
            from_iso(),
            422,
            r#"{"error":"Template virtualization is not compatible with compute resource type"}"#,
            Invalid,
            &["iso"],
        ),
        (
            package(),
            422,
            r#"{"errors":{"memory":["must be greater than or equal to 512"]}}"#,
            Invalid,
            &["package"],
        ),
        (
            package(),
            422,
            r#"{"error":"Virtual server primary disk size must be at least 5GB"}"#,
            Invalid,
            &["package"],
        ),
        (
            create(),
            403,
            r#"{"errors":["You do not have permissions for this action"]}"#,
            Forbidden,
            &[],
        ),
        (create(), 500, "<h1>Sorry</h1>", Unavailable, &[]),
        (
            rename(),
            422,
            r#"{"errors":{"label":["has already been taken"]}}"#,
            Invalid,
            &["name"],
        ),
        (
            rename(),
            422,
            r#"{"errors":["Label is too long"]}"#,
            Invalid,
            &["name"],
        ),
        (
            resize(),
            422,
            r#"{"errors":{"base":["Virtual Server cannot be migrated"]}}"#,
            Conflict,
            &[],
        ),
        (
            resize(),
            422,
            r#"{"errors":{"cpu_priority":["must be less than or equal to 100"]}}"#,
            Invalid,
            &["cpu_shares"],
        ),
        (
            create(),
            422,
            r#"{"errors":["Primary network is not available"]}"#,
            Invalid,
            &["network"],
        ),
        // A form without the field cannot show it there: it is the machine that does not fit.
        (
            rescue(),
            422,
            r#"{"error":"Virtual server must have at least 512MB of RAM"}"#,
            Conflict,
            &[],
        ),
        (rescue(), 422, "", Conflict, &[]),
    ] {
        let error = order(verb, input, step)
            .read(&answer(status, body))
            .unwrap_err();
        let named: Vec<&str> = error
            .fields
            .iter()
            .map(|(field, _)| field.as_str())
            .collect();
        let mut named = named.clone();
        let mut fields = fields.to_vec();
        named.sort_unstable();
        fields.sort_unstable();
        assert_eq!(
            (error.kind, named),
            (kind, fields),
            "{verb:?} {body}: {error}"
        );
        let now = error.message.contains("to the machine now");
        assert_eq!(now, kind == Conflict, "{error}");
        let open = if status == 500 {
            Outcome::Unknown
        } else {
            Outcome::NotDone
        };
        assert_eq!((error.outcome, error.status), (open, Some(status)));
    }
}
