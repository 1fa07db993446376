//! Moments in time, without a clock: read from what providers write, written as they want it.
//!
//! A calendar library would do this and much more; it alone weighs as much as all provider
//! clients do, and the panel's first view has a budget.

use std::{fmt, str::FromStr, time::Duration};

use serde::{Deserialize, Serialize};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// The first and last moment of the years 0 to 9999, in milliseconds since 1970.
const FIRST: i64 = -719_528 * DAY;
const LAST: i64 = 2_932_897 * DAY - 1;

/// A moment, to the millisecond, in the years 0 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

/// Not a moment in the years 0 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a date and time")]
pub struct NotATime;

impl Timestamp {
    /// The beginning of 1970.
    pub const UNIX_EPOCH: Self = Self(0);

    /// From seconds since 1970.
    pub fn from_second(seconds: i64) -> Result<Self, NotATime> {
        Self::from_millisecond(seconds.checked_mul(SECOND).ok_or(NotATime)?)
    }

    /// From milliseconds since 1970.
    pub fn from_millisecond(milliseconds: i64) -> Result<Self, NotATime> {
        (FIRST..=LAST)
            .contains(&milliseconds)
            .then_some(Self(milliseconds))
            .ok_or(NotATime)
    }

    /// Whole seconds since 1970.
    pub const fn as_second(self) -> i64 {
        self.0.div_euclid(SECOND)
    }

    /// Milliseconds since 1970.
    pub const fn as_millisecond(self) -> i64 {
        self.0
    }

    /// A later moment.
    pub fn checked_add(self, time: Duration) -> Result<Self, NotATime> {
        let time = i64::try_from(time.as_millis()).map_err(|_| NotATime)?;
        Self::from_millisecond(self.0.checked_add(time).ok_or(NotATime)?)
    }

    /// Whole seconds from an earlier moment to this one; negative if it is the later one.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).div_euclid(SECOND)
    }

    /// As HTTP writes dates: `Tue, 02 Jun 2026 10:15:30 GMT`.
    pub fn to_http_date(self) -> String {
        const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
        const MONTHS: [&str; 12] = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ];
        let (year, month, day) = civil(self.0.div_euclid(DAY));
        let weekday = self.0.div_euclid(DAY).rem_euclid(7) as usize;
        let named = |names: &[&'static str], at: usize| names.get(at).copied().unwrap_or_default();
        let (weekday, month) = (named(&DAYS, weekday), named(&MONTHS, month as usize - 1));
        let (hour, minute, second) = self.clock();
        format!("{weekday}, {day:02} {month} {year:04} {hour:02}:{minute:02}:{second:02} GMT")
    }

    fn clock(self) -> (i64, i64, i64) {
        let time = self.0.rem_euclid(DAY);
        (time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND)
    }
}

/// ISO 8601 in UTC: `2026-06-02T10:15:30Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil(self.0.div_euclid(DAY));
        let (hour, minute, second) = self.clock();
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"
        )
    }
}

/// ISO 8601 with a zone: `2011-04-19T18:30:33Z`, `2015-08-25T21:52:34+00:00`,
/// `2017-03-22T19:11:32.000+05:30`. Digits past the millisecond are dropped; a leap second is the
/// second before it.
impl FromStr for Timestamp {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        read(text).ok_or(NotATime)
    }
}

fn read(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once(['T', 't', ' '])?;
    let (year, month, day) = three(date, '-', [4, 2, 2])?;
    if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let zone_at = time.find(['Z', 'z', '+', '-'])?;
    let (time, zone) = time.split_at(zone_at);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let (hour, minute, second) = three(time, ':', [2, 2, 2])?;
    if hour > 23 || minute > 59 || second > 60 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let milliseconds: String = fraction.chars().chain("00".chars()).take(3).collect();
    let in_day = hour * HOUR
        + minute * MINUTE
        + second.min(59) * SECOND
        + milliseconds.parse::<i64>().ok()?;
    Timestamp::from_millisecond(days(year, month, day) * DAY + in_day - offset(zone)?).ok()
}

/// `Z`, `+05:30`, `-0800` in milliseconds.
fn offset(zone: &str) -> Option<i64> {
    if zone.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let (sign, digits) = match zone.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, zone.strip_prefix('-')?),
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None => digits.split_at_checked(2)?,
    };
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * HOUR + minutes * MINUTE))
}

fn three(text: &str, between: char, widths: [usize; 3]) -> Option<(i64, i64, i64)> {
    let mut parts = text
        .split(between)
        .zip(widths)
        .map(|(part, width)| number(part, width));
    let found = (parts.next()??, parts.next()??, parts.next()??);
    (text.matches(between).count() == 2).then_some(found)
}

fn number(text: &str, width: usize) -> Option<i64> {
    let plain = text.len() == width && text.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 of a date in the Gregorian calendar, counting years from March so that the
/// leap day comes last (H. Hinnant, "chrono-compatible low-level date algorithms").
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The other way round: year, month from 1, day from 1.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::{FIRST, LAST, Timestamp};
    use std::time::Duration;

    #[test]
    fn reads_every_generation_of_dates() {
        for (text, second) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2011-04-19T18:30:33Z", 1_303_237_833),
            ("2015-08-25T21:52:34+00:00", 1_440_539_554),
            ("2017-03-22T19:11:32.000+05:30", 1_490_190_092),
            ("2017-03-22T19:11:32.999999-0800", 1_490_238_692),
            ("2016-02-29 12:00:00Z", 1_456_747_200),
            ("2016-12-31T23:59:60Z", 1_483_228_799),
        ] {
            assert_eq!(
                text.parse::<Timestamp>().unwrap().as_second(),
                second,
                "{text}"
            );
        }
    }

    #[test]
    fn refuses_what_is_no_moment() {
        for text in [
            "",
            "T",
            "2015-08-25",
            "2015-08-25T21:52:34",
            "2015-13-01T00:00:00Z",
            "2015-02-29T00:00:00Z",
            "2015-08-25T24:00:00Z",
            "2015-8-25T21:52:34Z",
            "2015-08-25T21:52:34+25:00",
            "2015-08-25T21:52:34.x+00:00",
            "15-08-25T21:52:34Z",
            "2015-08-25T21:52Z",
            "2015-08-25-01T21:52:34Z",
            "+015-08-25T21:52:34Z",
            "2015-08-25T21:52:34+é0",
            "0000-01-01T00:00:00+00:01",
        ] {
            assert!(text.parse::<Timestamp>().is_err(), "{text}");
        }
    }

    /// A calendar library in the tests says the same, from the year 0 to 9999.
    #[test]
    fn agrees_with_a_calendar_library() {
        let step = 97 * 86_400_000 + 12_345_677;
        for at in (FIRST..LAST).step_by(step) {
            let ours = Timestamp::from_millisecond(at).unwrap();
            let theirs = jiff::Timestamp::from_millisecond(at).unwrap();
            assert_eq!(
                ours.to_string(),
                theirs.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
            );
            assert_eq!(
                ours.to_http_date(),
                theirs.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
            );
            let read: Timestamp = theirs.to_string().parse().unwrap();
            assert_eq!(read, ours);
        }
    }

    #[test]
    fn counts_and_stays_in_range() {
        let at = Timestamp::from_second(10).unwrap();
        assert_eq!(
            at.checked_add(Duration::from_millis(1500))
                .unwrap()
                .seconds_since(at),
            1
        );
        assert_eq!(Timestamp::UNIX_EPOCH.seconds_since(at), -10);
        assert!(Timestamp::from_second(i64::MAX).is_err());
        assert!(
            Timestamp::from_millisecond(LAST)
                .unwrap()
                .checked_add(Duration::from_millis(1))
                .is_err()
        );
        assert!(at.checked_add(Duration::MAX).is_err());
    }
}
