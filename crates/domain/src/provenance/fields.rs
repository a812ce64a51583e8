//! A set of [`NationalField`]s, small enough to be kept for every row of every file.

use super::NationalField;

/// Some of the fields that a file may tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fields(u32);

impl Fields {
    pub const NONE: Self = Self(0);

    /// What [`Self::bits`] gave. Bits of fields that this version does not know are kept.
    pub fn of_bits(bits: u32) -> Self {
        Self(bits)
    }

    /// One bit for each field. They are kept on disk: a field never gets another one.
    pub fn bits(self) -> u32 {
        self.0
    }

    pub fn contains(self, field: NationalField) -> bool {
        self.0 & bit(field) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub fn with(self, field: NationalField) -> Self {
        Self(self.0 | bit(field))
    }

    #[must_use]
    pub fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Those that are in both.
    #[must_use]
    pub fn shared(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    #[must_use]
    pub fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }

    pub fn iter(self) -> impl Iterator<Item = NationalField> {
        let all = NationalField::ALL.into_iter();
        all.filter(move |field| self.contains(*field))
    }
}

impl FromIterator<NationalField> for Fields {
    fn from_iter<Told: IntoIterator<Item = NationalField>>(fields: Told) -> Self {
        fields.into_iter().fold(Self::NONE, Self::with)
    }
}

fn bit(field: NationalField) -> u32 {
    1 << match field {
        NationalField::Title => 0,
        NationalField::Body => 1,
        NationalField::FirstBody => 2,
        NationalField::Classification => 3,
        NationalField::Category => 4,
        NationalField::Channel => 5,
        NationalField::Reporter => 6,
        NationalField::Received => 7,
        NationalField::Incident => 8,
        NationalField::Location => 9,
        NationalField::Agency => 10,
        NationalField::Unit => 11,
        NationalField::Status => 12,
        NationalField::Rating => 13,
        NationalField::Extra => 14,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_bit_of_its_own() {
        let all: Fields = NationalField::ALL.into_iter().collect();
        assert_eq!(all.iter().collect::<Vec<_>>(), NationalField::ALL);
        assert_eq!(all.bits().count_ones() as usize, NationalField::ALL.len());
        assert_eq!(Fields::of_bits(all.bits()), all);
        let status = Fields::NONE.with(NationalField::Status);
        // On disk since the first hub that kept them.
        assert_eq!(status.bits(), 1 << 12);
        assert!(!all.without(status).contains(NationalField::Status));
        assert_eq!(all.shared(status), status);
    }
}
