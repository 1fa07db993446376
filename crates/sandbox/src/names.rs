//! Names for simulated machines: plausible, varied, the same every time.

const ROLES: [&str; 24] = [
    "web", "api", "db", "cache", "queue", "worker", "mail", "ns", "proxy", "backup", "build", "ci",
    "git", "wiki", "shop", "search", "metrics", "logs", "vpn", "ldap", "render", "batch", "stream",
    "edge",
];
const PLACES: [&str; 8] = ["lon", "man", "poz", "waw", "ams", "fra", "york", "dub"];

/// A machine whose power actions are accepted and then fail.
pub const FAILING: &str = "sim-fails-power";
/// A machine whose power actions are refused at once.
pub const REFUSING: &str = "sim-refuses-power";
/// A machine whose power actions take twenty times as long.
pub const SLOW: &str = "sim-slow-power";
/// The names above: the small world has one machine of each; a name that begins so behaves so.
pub const SENTINELS: [&str; 3] = [FAILING, REFUSING, SLOW];

/// A machine ordered under a name that begins so never gets past its installation.
pub const FAILING_BUILD: &str = "sim-fails-build";

/// A name in letters no ASCII table has.
pub const UNICODE: &str = "żółw-测试-🐢";
/// A name that would run if anybody took it for markup.
pub const HOSTILE: &str = "<img src=x onerror=\"document.title='owned'\"><b>bold</b>";

/// The name of machine number `n` of a fleet.
pub fn machine(n: u32) -> String {
    let pick = |list: &[&'static str], salt: u32| {
        list.get((spread(n ^ salt) as usize) % list.len())
            .copied()
            .unwrap_or("vm")
    };
    format!("{}-{}-{:04}", pick(&ROLES, 0), pick(&PLACES, 0x5bd1), n)
}

/// A number that looks drawn, is always the same for the same input, and is never used for
/// anything that ought to be unpredictable.
pub fn spread(n: u32) -> u32 {
    let mut x = n.wrapping_mul(0x9e37_79b9) ^ 0x85eb_ca6b;
    x ^= x >> 16;
    x = x.wrapping_mul(0x7feb_352d);
    x ^= x >> 15;
    x = x.wrapping_mul(0x846c_a68b);
    x ^ (x >> 16)
}
