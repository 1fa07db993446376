//! Organizations: who owns what, and who may see it (reference, Organizations).

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{
    Ask, Outcome, World, catalogue::places::BRITAIN, refusal::Refusal, reply::Reply, token::Token,
};

/// How an organization stands with the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Open,
    Suspended,
    NotActivated,
    /// Another organization looks after it.
    Managed,
    /// Its policy lets nothing be created and no resources be chosen freely.
    Restricted,
}

/// An organization. Requests never make, change or remove one.
pub(super) struct Organization {
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    pub(super) sub_domain: &'static str,
    standing: Standing,
    /// Whether its machines are counted however many there are. What production does above a
    /// thousand is not known, so the simulation has an organization of each kind.
    pub(super) counts_large_sets: bool,
}

/// Every organization. The first has most of the machines.
pub(super) static ORGANIZATIONS: [Organization; 6] = [
    Organization {
        id: "org_pL7cQ2xVn4RtZ8aK",
        name: "Otter Post",
        sub_domain: "otter-post",
        standing: Standing::Open,
        counts_large_sets: true,
    },
    Organization {
        id: "org_Xd9wB5kHs1YmJ6gE",
        name: "Otter Labs",
        sub_domain: "otter-labs",
        standing: Standing::Open,
        counts_large_sets: true,
    },
    Organization {
        id: "org_3uFzT0rNq8CvL2bS",
        name: "Great Herd",
        sub_domain: "great-herd",
        standing: Standing::Managed,
        counts_large_sets: false,
    },
    Organization {
        id: "org_h6GyP4jMd7WkA9xU",
        name: "Lapsed Dues",
        sub_domain: "lapsed-dues",
        standing: Standing::Suspended,
        counts_large_sets: true,
    },
    Organization {
        id: "org_Vt1eR8sZc3QnX5fL",
        name: "Half Signed Up",
        sub_domain: "half-signed-up",
        standing: Standing::NotActivated,
        counts_large_sets: true,
    },
    Organization {
        id: "org_9mKdU2wXc6TzB4yG",
        name: "Tight Budget",
        sub_domain: "tight-budget",
        standing: Standing::Restricted,
        counts_large_sets: true,
    },
];

/// Id of the one person there is.
pub(super) const USER: &str = "user_Bz4kW9sTg2RxN7cH";

/// Why a restricted organization creates nothing.
pub(super) const RESTRICTION: &str = "The spending limit of the organization has been reached";

/// When every organization was made: 1 March 2024.
const CREATED_AT: i64 = 1_709_251_200;

impl Organization {
    /// The domain its machines' names end in. Production has a domain of its own here; a
    /// reserved one keeps the simulation from naming somebody's machine.
    pub(super) fn infrastructure_domain(&self) -> String {
        format!("{}.katapult.example", self.sub_domain)
    }

    fn fields(&self) -> Map<String, Value> {
        let fields = [
            ("id", json!(self.id)),
            ("name", json!(self.name)),
            ("sub_domain", json!(self.sub_domain)),
            ("infrastructure_domain", json!(self.infrastructure_domain())),
            ("created_at", json!(CREATED_AT)),
            (
                "activated_at",
                json!((self.standing != Standing::NotActivated).then_some(CREATED_AT + 3600)),
            ),
            ("suspended", json!(self.standing == Standing::Suspended)),
            ("managed", json!(self.is_managed())),
        ];
        fields
            .map(|(name, value)| (name.to_owned(), value))
            .into_iter()
            .collect()
    }

    /// Whether another organization looks after it.
    pub(super) fn is_managed(&self) -> bool {
        self.standing == Standing::Managed
    }

    /// Whether its policy lets nothing be created and no resources be chosen freely.
    pub(super) fn is_restricted(&self) -> bool {
        self.standing == Standing::Restricted
    }

    /// What it is billed in.
    #[expect(clippy::unused_self, reason = "the same for all, so far")]
    pub(super) fn currency(&self) -> Value {
        json!({
            "id": "cur_q0NvY5dKx7TzH3wB",
            "name": "Pound sterling",
            "iso_code": "GBP",
            "symbol": "£",
        })
    }

    /// With its billing address.
    pub(super) fn full(&self) -> Value {
        let mut all = self.fields();
        let more = json!({
            "billing_name": self.name,
            "address1": "1 Riverbank",
            "address2": null,
            "address3": null,
            "address4": null,
            "postcode": "ZZ1 1ZZ",
            "vat_number": null,
            "phone_number": null,
            "currency": self.currency(),
            "country": BRITAIN.full(),
            "country_state": null,
        });
        if let Value::Object(more) = more {
            all.extend(more);
        }
        Value::Object(all)
    }

    /// Whether a token's holder belongs to it.
    pub(super) fn is_seen_by(&self, token: &Token) -> bool {
        token.organizations.contains(&self.sub_domain)
    }

    /// Refuses what is done in an organization that is closed.
    fn check_open(&'static self) -> Result<&'static Self, Refusal> {
        let closed = |code, description| Refusal::new(StatusCode::FORBIDDEN, code, description);
        if self.standing == Standing::Suspended {
            return Err(closed(
                "organization_suspended",
                "The organization is suspended",
            ));
        }
        if self.standing == Standing::NotActivated {
            return Err(closed(
                "organization_not_activated",
                "The organization was not activated yet",
            ));
        }
        Ok(self)
    }
}

impl Ask {
    /// The organization the request names.
    pub(super) fn organization(&self) -> Result<&'static Organization, Refusal> {
        let lookup = self
            .arguments
            .lookup("organization", &["id", "sub_domain"])?;
        let found = ORGANIZATIONS
            .iter()
            .filter(|organization| organization.is_seen_by(self.token))
            .find(|organization| match lookup.key {
                "sub_domain" => organization.sub_domain == lookup.value,
                _ => organization.id == lookup.value,
            })
            .ok_or_else(|| Refusal::not_found("organization_not_found"))?
            .check_open()?;
        self.permit()?;
        Ok(found)
    }

    /// Refuses what the token's holder may not do. Asked once the object is found, as that is
    /// what a permission is about.
    pub(super) fn permit(&self) -> Result<(), Refusal> {
        if self.guarded && self.token.onlooker {
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "permission_denied",
                "The holder of this token may not do this",
            )
            .with(json!({ "details": null })));
        }
        Ok(())
    }
}

/// `GET /organizations`; not paginated. Closed ones are listed and say so.
#[expect(clippy::unnecessary_wraps, reason = "every endpoint has this shape")]
pub(super) fn list(_: &mut World, ask: &Ask) -> Outcome {
    let seen = ORGANIZATIONS.iter().filter(|one| one.is_seen_by(ask.token));
    let all: Vec<Value> = seen.map(|one| Value::Object(one.fields())).collect();
    Ok(Reply::ok(json!({ "organizations": all })))
}

/// `GET /organizations/organization`
pub(super) fn show(_: &mut World, ask: &Ask) -> Outcome {
    Ok(Reply::ok(
        json!({ "organization": ask.organization()?.full() }),
    ))
}

/// `GET /users/current`
pub(super) fn current_user(_: &mut World, ask: &Ask) -> Outcome {
    if !ask.token.has_user {
        return Err(Refusal::not_found("no_user_associated_with_identity"));
    }
    let seen = ORGANIZATIONS.iter().filter(|one| one.is_seen_by(ask.token));
    let organizations: Vec<Value> = seen
        .map(|one| json!({"id": one.id, "name": one.name, "sub_domain": one.sub_domain}))
        .collect();
    Ok(Reply::ok(json!({
        "user": {
            "id": USER,
            "first_name": "Robin",
            "last_name": "Example",
            "avatar_url": "https://avatars.katapult.example/robin.png",
        },
        "organizations": organizations,
        "api_token_id": null,
    })))
}
