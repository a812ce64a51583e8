//! One thin wrapper per command of the window: it calls one use case and hands back its answer. It
//! must never hold logic of its own.

use std::sync::Arc;

use tanggap_app::Program;
use tanggap_app::{
    boot, calendar, complaint, compose, deadlines, escalation, files, frame, import, inbox,
    joining, map, notices, outbox, record, settings,
};
use tanggap_ipc as ipc;
use tauri::{AppHandle, State};

use crate::{shell, watchdog};

/// Writes the wrappers, the list of their names, and the handler that Tauri calls.
///
/// `window` commands are about the window itself; `opening` commands work without an open profile and
/// may open it; `desk` commands need one.
macro_rules! commands {
    (
        window { $($window_command:ident($window_request:ty) => $window_case:path,)* }
        opening { $($opening_command:ident($opening_request:ty) => $opening_case:path,)* }
        desk { $($desk_command:ident($desk_request:ty) => $desk_case:path,)* }
    ) => {
        $(
            #[tauri::command]
            async fn $window_command(
                app: AppHandle,
                request: $window_request,
            ) -> Result<<$window_request as ipc::Request>::Reply, ipc::Error> {
                $window_case(&app, request);
                Ok(())
            }
        )*
        $(
            #[tauri::command]
            async fn $opening_command(
                app: AppHandle,
                program: State<'_, Arc<Program>>,
                request: $opening_request,
            ) -> Result<<$opening_request as ipc::Request>::Reply, ipc::Error> {
                let reply = $opening_case(&program, request).await;
                shell::opened(&app, &reply);
                reply
            }
        )*
        $(
            #[tauri::command]
            async fn $desk_command(
                program: State<'_, Arc<Program>>,
                request: $desk_request,
            ) -> Result<<$desk_request as ipc::Request>::Reply, ipc::Error> {
                let desk = program.desk()?;
                $desk_case(&desk, request).await
            }
        )*

        /// Hands the window's calls to the wrappers.
        pub fn handler() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($window_command,)* $($opening_command,)* $($desk_command,)*]
        }

        #[cfg(test)]
        const NAMES: &[(&str, &str)] = &[
            $((stringify!($window_command), <$window_request as ipc::Request>::COMMAND),)*
            $((stringify!($opening_command), <$opening_request as ipc::Request>::COMMAND),)*
            $((stringify!($desk_command), <$desk_request as ipc::Request>::COMMAND),)*
        ];
    };
}

commands! {
    window {
        window_report(ipc::window::Report) => watchdog::heard,
    }
    opening {
        boot(ipc::boot::Boot) => boot::boot,
        profile_create(ipc::boot::ProfileCreate) => boot::profile_create,
        profile_unlock(ipc::boot::ProfileUnlock) => boot::profile_unlock,
    }
    desk {
        hub_connect(ipc::boot::HubConnect) => boot::hub_connect,
        hub_disconnect(ipc::boot::HubDisconnect) => boot::hub_disconnect,
        practice_start(ipc::boot::PracticeStart) => boot::practice_start,

        frame_status(ipc::frame::GetFrameStatus) => frame::status,
        sync_now(ipc::frame::SyncNow) => frame::sync_now,

        inbox_list(ipc::inbox::List) => inbox::list,
        inbox_counts(ipc::inbox::GetCounts) => inbox::counts,
        complaint_get(ipc::complaint::Get) => complaint::get,
        likely_list(ipc::joining::ListLikely) => joining::list,

        change_submit(ipc::compose::Submit) => compose::submit,
        change_submit_many(ipc::compose::SubmitMany) => compose::submit_many,
        change_withdraw(ipc::compose::Withdraw) => compose::withdraw,
        draft_save(ipc::compose::SaveDraft) => compose::draft_save,
        draft_get(ipc::compose::GetDraft) => compose::draft_get,
        draft_list(ipc::compose::ListDrafts) => compose::draft_list,
        draft_discard(ipc::compose::DiscardDraft) => compose::draft_discard,
        template_list(ipc::compose::ListTemplates) => compose::template_list,
        template_fill(ipc::compose::FillTemplate) => compose::template_fill,
        reply_check(ipc::compose::CheckReply) => compose::reply_check,
        reply_look(ipc::compose::LookBefore) => compose::reply_look,

        outbox_list(ipc::outbox::List) => outbox::list,
        outbox_discard(ipc::outbox::Discard) => outbox::discard,
        outbox_reopen(ipc::outbox::Reopen) => outbox::reopen,
        outbox_resend(ipc::outbox::Resend) => outbox::resend,
        outbox_take_over(ipc::outbox::TakeOver) => outbox::take_over,
        outbox_drafts(ipc::outbox::OthersDrafts) => outbox::others_drafts,
        outbox_draft_settle(ipc::outbox::SettleDraft) => outbox::settle_draft,

        map_regions(ipc::map::Regions) => map::regions,
        map_boundaries(ipc::map::Boundaries) => map::boundaries,
        deadline_board(ipc::deadlines::Board) => deadlines::board,
        deadline_lane(ipc::deadlines::LaneRows) => deadlines::lane,
        deadline_month(ipc::deadlines::Month) => deadlines::month,
        deadline_day(ipc::deadlines::Day) => deadlines::day,
        deadline_export(ipc::deadlines::ExportDeadlines) => deadlines::export,
        escalation_list(ipc::escalation::GetEscalations) => escalation::list,
        reminder_write(ipc::escalation::WriteReminder) => escalation::write,
        reminder_send(ipc::escalation::SendReminders) => escalation::send,

        record_submit(ipc::record::SubmitRecord) => record::submit,
        region_children(ipc::record::RegionChildren) => record::region_children,
        region_find(ipc::record::FindRegion) => record::region_find,
        reference_get(ipc::record::GetReference) => record::reference,

        import_run(ipc::import::Run) => import::run,
        import_problems(ipc::import::Problems) => import::problems,
        import_call_off(ipc::import::CallOff) => import::call_off,
        import_history(ipc::import::History) => import::history,
        import_changes(ipc::import::Changes) => import::changes,
        import_look_back(ipc::import::LookBack) => import::look_back,
        import_take_back(ipc::import::TakeBack) => import::take_back,

        file_begin(ipc::files::Begin) => files::begin,
        file_chunk(ipc::files::Chunk) => files::chunk,
        file_keep(ipc::files::Keep) => files::keep,
        file_discard(ipc::files::Discard) => files::discard,
        attachment_read(ipc::files::Read) => files::read,
        attachment_export(ipc::files::Export) => files::export,

        settings_get(ipc::settings::GetSettings) => settings::get,
        settings_save(ipc::settings::SaveSettings) => settings::save,
        calendar_get(ipc::calendar::GetCalendar) => calendar::get,
        calendar_version(ipc::calendar::GetCalendarVersion) => calendar::version,
        calendar_preview(ipc::calendar::PreviewCalendar) => calendar::preview,
        calendar_adopt(ipc::calendar::AdoptCalendar) => calendar::adopt,
        decree_read(ipc::calendar::ReadDecree) => calendar::decree_read,
        policy_get(ipc::calendar::GetPolicies) => calendar::policies,
        rules_adopt(ipc::calendar::AdoptRules) => calendar::rules_adopt,
        rules_read(ipc::calendar::ReadRules) => calendar::rules_read,
        notice_list(ipc::notices::List) => notices::list,
        notice_read(ipc::notices::MarkRead) => notices::mark_read,
        notice_snooze(ipc::notices::Snooze) => notices::snooze,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn contract() -> BTreeSet<&'static str> {
        ipc::COMMANDS.iter().copied().collect()
    }

    #[test]
    fn every_command_of_the_contract_has_its_wrapper() {
        for (function, command) in NAMES {
            assert_eq!(function, command, "a wrapper is named like its request");
        }
        let names: BTreeSet<&str> = NAMES.iter().map(|(function, _)| *function).collect();
        assert_eq!(names, contract());
        assert_eq!(NAMES.len(), ipc::COMMANDS.len(), "no command twice");
    }

    #[test]
    fn the_window_may_call_every_command_and_nothing_else() {
        let capability: serde_json::Value =
            serde_json::from_str(include_str!("../capabilities/main.json")).unwrap();
        let permitted = capability["permissions"].as_array().unwrap();
        let commands: BTreeSet<String> = permitted
            .iter()
            .filter_map(|permission| permission.as_str()?.strip_prefix("allow-"))
            .map(|name| name.replace('-', "_"))
            .collect();
        let contract: BTreeSet<String> = contract().into_iter().map(str::to_owned).collect();
        assert_eq!(commands, contract);
    }
}
