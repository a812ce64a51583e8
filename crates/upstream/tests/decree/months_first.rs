//! Whether day or month comes first is settled by the whole column.

use super::*;

#[test]
fn one_date_of_the_column_settles_all() {
    check(
        "Holiday Date,Holiday Name,Type\n1/1/2028,Satu,Public Holiday\n2/10/2028,Dua,Public Holiday\n3/4/2028,Tiga,Joint Leave\n2/26/2028,Empat,Public Holiday\n",
        &[
            "2028-01-01 N Satu",
            "2028-02-10 N Dua",
            "2028-02-26 N Empat",
            "2028-03-04 C Tiga",
        ],
    );
    check(
        "Tanggal,Nama\n2/10/2028,Dua\n26/2/2028,Empat\n",
        &["2028-02-26 N Empat", "2028-10-02 N Dua"],
    );
    // Outlook: a whole day ends at the midnight after it.
    check(
        "\"Subject\",\"Start Date\",\"Start Time\",\"End Date\",\"End Time\",\"All day event\"\n\"Dua\",\"2/10/2028\",\"12:00:00 AM\",\"2/11/2028\",\"12:00:00 AM\",\"True\"\n\"Natal\",\"12/25/2028\",\"12:00:00 AM\",\"12/27/2028\",\"12:00:00 AM\",\"True\"\n",
        &[
            "2028-02-10 N Dua",
            "2028-12-25 N Natal",
            "2028-12-26 N Natal",
        ],
    );
}

#[test]
fn where_nothing_settles_it_the_rows_are_named() {
    for text in [
        "Date,Name\n2/10/2028,Dua\n1/1/2028,Satu\n2028-05-01,Buruh\n",
        "Date,Name\n2/10/2028,Dua\n1/1/2028,Satu\n1/5/2028,Buruh\n2/26/2028,Empat\n26/2/2028,Lima\n",
    ] {
        let decree = decree::read("x.csv", text.as_bytes()).unwrap();
        let text = "2/10/2028".to_owned();
        assert_eq!(decree.unreadable[0].place, Place::Line(2));
        assert_eq!(decree.unreadable[0].what, DecreeFault::DayOrMonth { text });
        assert_eq!(decree.days[0].date, date("2028-01-01"));
    }
}
