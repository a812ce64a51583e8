//! The frame of the lists of Atur: a heading, then the table, that there is nothing, what failed, or that
//! it is on its way. What stands in a row is the list's own.

use leptos::prelude::*;
use tanggap_ipc::Error;

use crate::components::states::{Failure, Skeleton};
use crate::labels::Say;

#[component]
pub(super) fn Listed<T, R>(
    say: Say,
    heading: &'static str,
    /// Said instead of an empty table.
    none: &'static str,
    /// Said above the table.
    #[prop(optional)]
    about: Option<&'static str>,
    testid: &'static str,
    /// Rows may be many: the table keeps to a height of its own.
    #[prop(optional)]
    tall: bool,
    columns: Vec<&'static str>,
    list: RwSignal<Option<Result<Vec<T>, Error>>>,
    on_retry: Callback<()>,
    /// The cells of one line.
    row: R,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    R: Fn(T) -> AnyView + Copy + Send + 'static,
{
    let columns = StoredValue::new(columns);
    view! {
        <h3 class="heading">{heading}</h3>
        {move || match list.get() {
            None => view! { <Skeleton say lines=3 /> }.into_any(),
            Some(Err(error)) => view! { <Failure say error on_retry /> }.into_any(),
            Some(Ok(list)) if list.is_empty() => {
                view! { <p class="quiet" data-testid=format!("{testid}-none")>{none}</p> }.into_any()
            }
            Some(Ok(list)) => {
                let heads = columns.get_value().into_iter();
                view! {
                    {about.map(|about| view! { <p class="quiet">{about}</p> })}
                    <div class="table-area" class:tall=tall tabindex="0" role="region" aria-label=heading>
                        <table class="table" data-testid=testid>
                            <thead>
                                <tr>{heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}</tr>
                            </thead>
                            <tbody>
                                {list.into_iter().map(|it| view! { <tr>{row(it)}</tr> }).collect_view()}
                            </tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }
        }}
    }
}
