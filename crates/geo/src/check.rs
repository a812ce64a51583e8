//! Whether the region that a change names exists. Hub and desk ask here, so that they say the same.

use tanggap_domain::change::{Change, ChangeKind, Refused};

use crate::Gazetteer;

/// # Errors
/// [`Refused::UnknownRegion`] where a recording or an amendment names a region that the gazetteer does
/// not have: the complaint would be in nobody's feed.
pub fn check_region(change: &Change) -> Result<(), Refused> {
    let named = match &change.kind {
        ChangeKind::Record(new) => &new.location.region,
        ChangeKind::Amend(amendment) => &amendment.region,
        ChangeKind::Verify
        | ChangeKind::Dispose { .. }
        | ChangeKind::Hold { .. }
        | ChangeKind::Resume
        | ChangeKind::NotOurAuthority { .. }
        | ChangeKind::Archive { .. }
        | ChangeKind::Reply { .. }
        | ChangeKind::Note { .. }
        | ChangeKind::Close { .. }
        | ChangeKind::Reopen { .. }
        | ChangeKind::Remind(_)
        | ChangeKind::Join { .. }
        | ChangeKind::Split { .. }
        | ChangeKind::TellApart { .. } => &None,
    };
    match named {
        Some(region) if Gazetteer::bundled().place(region).is_none() => Err(Refused::UnknownRegion),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tanggap_domain::change::{Amendment, Base};
    use tanggap_domain::event::Actor;
    use tanggap_domain::region::RegionCode;

    #[track_caller]
    fn check(code: &str, expected: Result<(), Refused>) {
        let region = RegionCode::parse(code).ok();
        let kind = ChangeKind::Amend(Amendment {
            region,
            ..Default::default()
        });
        let nobody = "0192f00d-7a2b-7c11-9abc-def012345678";
        let change = Change {
            op: nobody.parse().unwrap(),
            complaint: nobody.parse().unwrap(),
            by: Actor::office("Desk"),
            at: Default::default(),
            base: Base::default(),
            kind,
        };
        assert_eq!(check_region(&change), expected, "{code}");
    }

    #[test]
    fn regions_must_exist() {
        check("16.71", Ok(()));
        check("16", Ok(()));
        check("35.78.13.1001", Ok(()));
        check("99.99", Err(Refused::UnknownRegion));
        check("16.99", Err(Refused::UnknownRegion));
        check("35.78.13.1999", Err(Refused::UnknownRegion));
        check("00", Err(Refused::UnknownRegion));
    }
}
