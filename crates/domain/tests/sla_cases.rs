//! Every case of the committed oracle passes through the engine; see `examples/sla_cases`.

#[path = "../examples/sla_cases/oracle.rs"]
mod oracle;

const FIXTURE: &str = include_str!("../../../tests/fixtures/sla_cases.json");

#[test]
fn every_case_passes() {
    let report = oracle::run(FIXTURE).unwrap();
    println!("{report}");
    assert!(report.failures.is_empty(), "{:#?}", report.failures);
    assert_eq!(report.passed(), 292);
}

#[test]
fn a_wrong_expectation_is_noticed() {
    let wrong = FIXTURE.replace("\"open\": true", "\"open\": false");
    assert_ne!(wrong, FIXTURE);
    let report = oracle::run(&wrong).unwrap();
    assert!(report.failed() > 0);
}

#[test]
fn an_unknown_operation_fails_alone() {
    let strange = FIXTURE.replace("\"op\": \"next_close\"", "\"op\": \"teleport\"");
    assert_ne!(strange, FIXTURE);
    let report = oracle::run(&strange).unwrap();
    assert_eq!((report.passed(), report.failed()), (284, 8));
}

#[test]
fn another_schema_is_refused() {
    assert!(oracle::run("{\"schema\": \"other/1\", \"calendars\": {}, \"cases\": []}").is_err());
}
