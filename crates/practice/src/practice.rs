//! The generator itself: one seed and one number make one complaint.

use chrono::{DateTime, Datelike, FixedOffset, TimeDelta, TimeZone, Utc, Weekday};
use rand::Rng;
use rand::SeedableRng;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;
use tanggap_domain::classification::Classification;
use tanggap_domain::complaint::{Attachment, Channel, Complaint, Priority, Reporter, Versions};
use tanggap_domain::event::{ActorRole, EventKind};
use tanggap_domain::ids::{ComplaintId, TrackingId};
use tanggap_domain::privacy::Privacy;
use tanggap_domain::region::RegionCode;
use tanggap_domain::status::{NationalStatus, Stage};

use crate::categories::{self, Topic};
use crate::history::{self, Office};
use crate::places::{Places, Whereabouts};
use crate::situations::{self, Situation};
use crate::units;
use crate::wording::{self, Blanks, Voice};

/// Invented complaints of one province.
pub struct Practice {
    seed: u64,
    places: Places,
    categories: Vec<Topic>,
}

/// The code names no province.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a province: {0}")]
pub struct NotAProvince(pub RegionCode);

/// Arrivals are numbered from here on, so that they never repeat a complaint of the past.
const FIRST_ARRIVAL: u64 = 500_000;
/// Numbers of six digits, a prime of them, so that a fixed stride visits each once.
const TRACKING_SPAN: u64 = 999_983;
/// The past reaches back nine months.
const OLDEST_DAYS: f64 = 270.0;

impl Practice {
    /// Where nothing else is asked for: Sumatera Selatan.
    pub const DEFAULT_PROVINCE: &'static str = "16";

    /// # Errors
    /// [`NotAProvince`] if the code is not one of a province.
    pub fn new(seed: u64, province: RegionCode) -> Result<Self, NotAProvince> {
        let places = Places::of(&province).ok_or(NotAProvince(province))?;
        Ok(Self {
            seed,
            places,
            categories: categories::tree(),
        })
    }

    /// `n` complaints of the nine months before `now`, oldest first, with everything that happened to
    /// them since. At most 500,000.
    pub fn complaints(&self, n: usize, now: DateTime<Utc>) -> Vec<Complaint> {
        let mut complaints: Vec<Complaint> = (0..n as u64)
            .take(FIRST_ARRIVAL as usize)
            .map(|number| {
                let mut rng = self.rng(number);
                let (draft, situation, place) = self.draft(number, &mut rng, now, None);
                let office = office_of(situation, &place);
                named_nationally(history::live(draft, &office, &mut rng, now), &mut rng, now)
            })
            .collect();
        complaints
            .sort_by(|a, b| (a.received_at, &a.tracking_id).cmp(&(b.received_at, &b.tracking_id)));
        complaints
    }

    /// The `i`-th complaint that arrives while somebody practises: received at `now`, untouched.
    pub fn next_arrival(&self, i: u64, now: DateTime<Utc>) -> Complaint {
        let number = FIRST_ARRIVAL + i;
        let mut rng = self.rng(number);
        let (draft, _, _) = self.draft(number, &mut rng, now, Some(now));
        named_nationally(draft, &mut rng, now)
    }

    fn rng(&self, number: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(number);
        rng
    }

    /// The complaint as it came in.
    fn draft(
        &self,
        number: u64,
        rng: &mut ChaCha8Rng,
        now: DateTime<Utc>,
        received_at: Option<DateTime<Utc>>,
    ) -> (Complaint, &'static Situation, Whereabouts) {
        let place = self.places.draw(rng);
        let zone = zone_of(&place);
        let received_at = received_at.unwrap_or_else(|| draw_received(rng, zone, now));
        let classification = draw_classification(rng);
        let situations = situations::of(&classification);
        let situation = *situations.choose(rng).expect("every class has situations");
        let voice = Voice::draw(rng);
        let blanks = Blanks::draw(rng, &place);
        let variant = rng.random_range(0..situation.titles.len());
        let title = blanks.fill(situation.titles[variant]);
        let title = if voice == Voice::Shouting {
            title.to_uppercase()
        } else {
            title
        };
        let core = blanks.fill(situation.bodies[variant % situation.bodies.len()]);
        let mut body = wording::letter(rng, &core, &classification, !situation.photo.is_empty());
        if rng.random_bool(0.05) {
            let phone = wording::phone(rng);
            body.push_str(&format!(" Bisa hubungi saya di {phone}."));
        }
        let body = voice.say(rng, &body);
        let channel = draw_channel(rng);
        let privacy = draw_privacy(rng, &classification);
        let tracking_id = tracking_id(self.seed, number);
        let complaint = Complaint {
            id: ComplaintId::of_tracking(&tracking_id),
            tracking_id,
            title,
            body,
            first_body: None,
            category: categories::category_of(&self.categories, situation),
            priority: draw_priority(rng, &classification),
            reporter: draw_reporter(rng, &channel, privacy),
            classification,
            channel,
            privacy,
            received_at,
            incident_on: rng.random_bool(0.3).then(|| {
                let day = received_at.with_timezone(&zone).date_naive();
                day - TimeDelta::days(rng.random_range(0..8))
            }),
            location: place.location.clone(),
            agency: Some(units::government_of(&place.government)),
            unit: None,
            stage: Stage::BelumTerverifikasi,
            national: NationalStatus::default(),
            attachments: draw_attachments(rng, situation),
            rating: None,
            history: Vec::new(),
            provenance: Default::default(),
            joined: None,
            versions: Versions {
                head: 1,
                status: 1,
                assign: 1,
                meta: 1,
            },
            extra: Default::default(),
        };
        (complaint, situation, place)
    }
}

fn office_of<'a>(situation: &'a Situation, place: &'a Whereabouts) -> Office<'a> {
    Office {
        situation,
        government: &place.government,
        zone: zone_of(place),
        place: format!("{}, {}", place.street, place.district_words),
    }
}

fn zone_of(place: &Whereabouts) -> FixedOffset {
    FixedOffset::east_opt(i32::from(place.utc_offset_hours) * 3_600)
        .expect("Indonesia has the offsets 7, 8 and 9")
}

fn tracking_id(seed: u64, number: u64) -> TrackingId {
    let spread = (number * 7_919 + seed % TRACKING_SPAN) % TRACKING_SPAN;
    let spread = u32::try_from(spread).ok().and_then(TrackingId::of_practice);
    spread.expect("the span has six digits")
}

/// Many recent ones, because those are on the desk; fewer on weekends; mostly by day.
fn draw_received(rng: &mut ChaCha8Rng, zone: FixedOffset, now: DateTime<Utc>) -> DateTime<Utc> {
    let age_days = match rng.random_range(0..100) {
        0..24 => rng.random_range(0.0..9.0),
        24..48 => rng.random_range(9.0..30.0),
        _ => rng.random_range(30.0..OLDEST_DAYS),
    };
    let mut day =
        (now.with_timezone(&zone) - TimeDelta::seconds((age_days * 86_400.0) as i64)).date_naive();
    if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && rng.random_bool(0.3) {
        day -= TimeDelta::days(2);
    }
    let hour = match rng.random_range(0..100) {
        0..58 => rng.random_range(8..16),
        58..86 => rng.random_range(16..22),
        86..94 => rng.random_range(6..8),
        _ => [22, 23, 0, 1, 2, 3, 4, 5][rng.random_range(0..8)],
    };
    let midnight = zone
        .from_local_datetime(&day.and_time(chrono::NaiveTime::MIN))
        .single()
        .expect("a fixed offset has every local time once");
    let at = midnight + TimeDelta::seconds(hour * 3_600 + rng.random_range(0..3_600));
    let at = if at >= now {
        at - TimeDelta::days(1)
    } else {
        at
    };
    at.to_utc()
}

fn draw_classification(rng: &mut ChaCha8Rng) -> Classification {
    match rng.random_range(0..100) {
        0..6 => Classification::PengaduanBerkadar,
        6..18 => Classification::PermintaanInformasi,
        18..28 => Classification::Aspirasi,
        _ => Classification::PengaduanTidakBerkadar,
    }
}

fn draw_channel(rng: &mut ChaCha8Rng) -> Channel {
    match rng.random_range(0..100) {
        0..27 => Channel::Website,
        27..48 => Channel::Android,
        48..66 => Channel::Whatsapp,
        66..73 => Channel::Ios,
        73..80 => Channel::Sms,
        80..85 => Channel::Instagram,
        85..89 => Channel::Twitter,
        89..92 => Channel::Setwapres,
        92..95 => Channel::Phone,
        95..98 => Channel::Counter,
        98 => Channel::Letter,
        _ => Channel::Other("Aplikasi daerah".into()),
    }
}

fn draw_privacy(rng: &mut ChaCha8Rng, classification: &Classification) -> Privacy {
    let (anonymous, secret) = match classification {
        Classification::PengaduanBerkadar => (0.7, 0.6),
        _ => (0.16, 0.07),
    };
    Privacy {
        anonymous: rng.random_bool(anonymous),
        secret: rng.random_bool(secret),
    }
}

fn draw_priority(rng: &mut ChaCha8Rng, classification: &Classification) -> Priority {
    match (classification, rng.random_range(0..100)) {
        (Classification::PermintaanInformasi | Classification::Aspirasi, _) => Priority::Normal,
        (_, 0..3) => Priority::Urgent,
        (_, 3..10) => Priority::High,
        _ => Priority::Normal,
    }
}

fn draw_reporter(rng: &mut ChaCha8Rng, channel: &Channel, privacy: Privacy) -> Reporter {
    let (name, phone) = (wording::person(rng), wording::phone(rng));
    if privacy.anonymous {
        return Reporter::default();
    }
    let by_phone = matches!(channel, Channel::Whatsapp | Channel::Sms | Channel::Phone);
    Reporter {
        name: Some(name),
        phone: by_phone.then_some(phone),
        email: None,
    }
}

/// Names and sizes only: a practice hub holds no files.
fn draw_attachments(rng: &mut ChaCha8Rng, situation: &Situation) -> Vec<Attachment> {
    if situation.photo.is_empty() || !rng.random_bool(0.45) {
        return Vec::new();
    }
    (1..=rng.random_range(1..4))
        .map(|index| Attachment {
            sha256: String::new(),
            name: format!("{}-{index}.jpg", situation.photo),
            mime: "image/jpeg".to_owned(),
            size_bytes: rng.random_range(140_000..900_000),
        })
        .collect()
}

/// Gives the complaint the national words for where it stands, as of a few hours ago at most.
fn named_nationally(
    mut complaint: Complaint,
    rng: &mut ChaCha8Rng,
    now: DateTime<Utc>,
) -> Complaint {
    let last = complaint
        .history
        .iter()
        .rfind(|event| !matches!(event.what, EventKind::Rated { .. } | EventKind::Reminded(_)));
    let by_system = last.is_some_and(|event| event.by.role == ActorRole::System);
    let reporter_spoke = last.is_some_and(|event| event.by.role == ActorRole::Reporter);
    let (code, name) = match complaint.stage {
        Stage::BelumTerverifikasi | Stage::TidakDikenal => ("0", "Belum Terverifikasi"),
        Stage::BelumTerdisposisi | Stage::BelumDitindaklanjuti => ("1", "Terverifikasi"),
        Stage::Proses if reporter_spoke => ("3", "Ditanggapi oleh Pelapor"),
        Stage::Proses => ("2", "Ditindaklanjuti oleh Instansi"),
        Stage::Tertunda => ("6", "Tertunda"),
        Stage::Selesai if by_system => ("5", "Ditutup oleh Sistem"),
        Stage::Selesai => ("4", "Ditutup oleh Admin"),
        Stage::Diarsipkan => ("7", "Diarsipkan oleh Admin"),
        Stage::BukanWewenang => ("8", "Ditolak"),
        Stage::Dihapus => ("9", "Dihapus"),
    };
    let text = complaint
        .history
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            EventKind::Held { reason } | EventKind::Archived { reason } => Some(reason.clone()),
            _ => None,
        });
    let seen = now - TimeDelta::minutes(rng.random_range(1..170));
    complaint.national = NationalStatus {
        code: Some(code.to_owned()),
        name: name.to_owned(),
        text: text.filter(|_| matches!(complaint.stage, Stage::Tertunda | Stage::Diarsipkan)),
        as_of: Some(seen.max(complaint.received_at)),
    };
    complaint
}
