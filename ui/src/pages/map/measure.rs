//! Which figure a map shows, and in which classes. Pure: counts in, classes and words out.

use tanggap_ipc::map::Figures;

use crate::labels::Say;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    #[default]
    Overdue,
    Received,
    FollowedUp,
    MeanDays,
}

impl Measure {
    pub const ALL: [Self; 4] = [
        Self::Overdue,
        Self::Received,
        Self::FollowedUp,
        Self::MeanDays,
    ];

    pub fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Received => "received",
            Self::FollowedUp => "followed-up",
            Self::MeanDays => "mean-days",
        }
    }

    pub fn name(self, say: Say) -> &'static str {
        match self {
            Self::Overdue => say.measure_overdue(),
            Self::Received => say.measure_received(),
            Self::FollowedUp => say.measure_followed_up(),
            Self::MeanDays => say.measure_mean_days(),
        }
    }

    pub fn legend(self, say: Say) -> &'static str {
        match self {
            Self::Overdue => say.legend_overdue(),
            Self::Received => say.legend_received(),
            Self::FollowedUp => say.legend_followed_up(),
            Self::MeanDays => say.legend_mean_days(),
        }
    }

    /// What the classes are made of; none where there is nothing to divide by.
    pub fn value(self, figures: &Figures) -> Option<f64> {
        match self {
            Self::Overdue => figures.tally().overdue_percent(),
            Self::Received => (figures.received > 0).then(|| f64::from(figures.received)),
            Self::FollowedUp => figures.tally().followed_up_percent(),
            Self::MeanDays => figures.mean_days,
        }
    }

    /// What stands on the map for one region: a count where the measure counts, else its value.
    pub fn mark(self, figures: &Figures, say: Say) -> Option<String> {
        match self {
            Self::Overdue => (figures.overdue > 0).then(|| say.number(figures.overdue)),
            Self::Received => (figures.received > 0).then(|| say.number(figures.received)),
            Self::FollowedUp => self.value(figures).map(|value| format!("{value:.0} %")),
            Self::MeanDays => self.value(figures).map(|value| say.tenths(value)),
        }
    }

    fn unit(self) -> &'static str {
        match self {
            Self::Overdue | Self::FollowedUp => " %",
            Self::Received | Self::MeanDays => "",
        }
    }
}

/// The classes of one measure over the regions on screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    measure: Measure,
    /// Upper ends of the classes, the last one open.
    breaks: Vec<f64>,
}

impl Scale {
    /// Classes that hold about as many regions each, with round ends. Shares of follow-up have fixed
    /// ones, since 50 % is where the national monitoring divides good from poor.
    pub fn of<'a>(measure: Measure, figures: impl Iterator<Item = &'a Figures>) -> Self {
        if measure == Measure::FollowedUp {
            return Self {
                measure,
                breaks: vec![25.0, 50.0, 75.0],
            };
        }
        let mut values: Vec<f64> = figures
            .filter_map(|figures| measure.value(figures))
            .filter(|value| *value > 0.0)
            .collect();
        values.sort_by(f64::total_cmp);
        let mut breaks: Vec<f64> = Vec::new();
        if let Some(last) = values.last() {
            for quarter in 1..4 {
                let end = round_end(values[values.len() * quarter / 4]);
                if end < *last && breaks.last().is_none_or(|before| *before < end) {
                    breaks.push(end);
                }
            }
        }
        Self { measure, breaks }
    }

    /// Value of `data-class`: `none`, `zero`, or a ramp's letter and step.
    pub fn class(&self, figures: &Figures) -> String {
        let Some(value) = self.measure.value(figures) else {
            return "none".to_owned();
        };
        if self.measure == Measure::FollowedUp {
            // A share of exactly 50 % is not poor.
            let step = self.breaks.iter().filter(|end| value >= **end).count();
            return self.step_class(step);
        }
        if value <= 0.0 {
            return "zero".to_owned();
        }
        self.step_class(self.breaks.iter().filter(|end| value > **end).count())
    }

    /// Class and words of every class, lowest first.
    pub fn legend(&self, say: Say) -> Vec<(String, String)> {
        let end = |value: f64| {
            let digits = if value.fract() == 0.0 {
                say.number(value as u64)
            } else {
                say.tenths(value)
            };
            format!("{digits}{}", self.measure.unit())
        };
        let mut entries = Vec::new();
        if self.measure == Measure::FollowedUp {
            for (step, upper) in self.breaks.iter().enumerate() {
                entries.push((self.step_class(step), format!("< {}", end(*upper))));
            }
            if let Some(last) = self.breaks.last() {
                entries.push((
                    self.step_class(self.breaks.len()),
                    format!("≥ {}", end(*last)),
                ));
            }
            return entries;
        }
        if self.measure != Measure::Received {
            entries.push(("zero".to_owned(), end(0.0)));
        }
        for (step, upper) in self.breaks.iter().enumerate() {
            entries.push((self.step_class(step), format!("≤ {}", end(*upper))));
        }
        let above = self.breaks.last().copied().unwrap_or_default();
        entries.push((
            self.step_class(self.breaks.len()),
            format!("> {}", end(above)),
        ));
        entries
    }

    fn step_class(&self, step: usize) -> String {
        match self.measure {
            Measure::Overdue | Measure::MeanDays => format!("warm-{}", step + 1),
            Measure::Received => format!("cool-{}", step + 1),
            Measure::FollowedUp => ["warm-3", "warm-1", "cool-2", "cool-4"][step.min(3)].to_owned(),
        }
    }
}

/// One significant digit, whole from 1 on: the ends people read.
fn round_end(value: f64) -> f64 {
    if value < 1.0 {
        return (value * 10.0).ceil() / 10.0;
    }
    let size = 10_f64.powf(value.log10().floor());
    (value / size).round() * size
}

#[cfg(test)]
mod tests {
    use tanggap_ipc::settings::{Language, Zone};

    use super::*;

    const ID: Say = Say {
        language: Language::Id,
        zone: Zone::Wib,
    };

    fn region(received: u32, overdue: u32, followed_up: u32) -> Figures {
        Figures {
            received,
            overdue,
            followed_up,
            ..Figures::default()
        }
    }

    #[test]
    fn regions_spread_over_classes_with_round_ends() {
        let regions: Vec<Figures> = [402, 118, 87, 71, 56, 44, 37, 31, 28, 24, 0]
            .map(|received| region(received, 0, 0))
            .to_vec();
        let scale = Scale::of(Measure::Received, regions.iter());
        let words: Vec<String> = scale
            .legend(ID)
            .into_iter()
            .map(|(_, words)| words)
            .collect();
        assert_eq!(words, ["≤ 30", "≤ 60", "≤ 90", "> 90"]);
        assert_eq!(scale.class(&regions[0]), "cool-4");
        assert_eq!(scale.class(&regions[9]), "cool-1");
        assert_eq!(scale.class(&regions[10]), "none");
    }

    #[test]
    fn half_followed_up_is_not_poor() {
        let scale = Scale::of(Measure::FollowedUp, [].iter());
        assert_eq!(scale.class(&region(2, 0, 1)), "cool-2");
        assert_eq!(scale.class(&region(1000, 0, 499)), "warm-1");
        assert_eq!(scale.class(&region(4, 0, 0)), "warm-3");
    }

    #[test]
    fn nothing_late_is_its_own_class() {
        let regions = [region(10, 0, 0), region(10, 1, 0)];
        let scale = Scale::of(Measure::Overdue, regions.iter());
        assert_eq!(scale.class(&regions[0]), "zero");
        assert_eq!(scale.class(&regions[1]), "warm-1");
        assert_eq!(scale.legend(ID)[1].1, "> 0 %");
    }
}
