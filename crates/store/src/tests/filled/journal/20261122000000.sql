-- A desk as it lay on the disk with the schema of 20261122000000: every table filled, in the JSON of that time.

INSERT INTO outbox (mut_no, op, complaint, kind, change, state, attention, created_ms, not_before_ms) VALUES
    (1, x'0192F00D000070008000000000000001', x'B893DFF9FF3458A48681B28EC63496AB', 'reply',
     '{"op":"0192f00d-0000-7000-8000-000000000001","complaint":"b893dff9-ff34-58a4-8681-b28ec63496ab","by":{"role":"officer","id":"00000000-0000-0000-0000-000000000007","name":"Petugas"},"at":"2026-11-02T01:10:00Z","base":{"status":1,"assign":1,"meta":1,"last_public_reply":null},"kind":{"kind":"reply","text":"Kembali.","then":"proses","attachments":[]}}',
     'attention', '{"reason":"reply-race"}', 1793581800000, NULL),
    (2, x'0192F00D000070008000000000000002', x'B893DFF9FF3458A48681B28EC63496AB', 'reply',
     '{"op":"0192f00d-0000-7000-8000-000000000002","complaint":"b893dff9-ff34-58a4-8681-b28ec63496ab","by":{"role":"officer","id":"00000000-0000-0000-0000-000000000007","name":"Petugas"},"at":"2026-11-02T01:10:00Z","base":{"status":1,"assign":1,"meta":1,"last_public_reply":null},"kind":{"kind":"reply","text":"Menunggu.","then":"proses","attachments":[]}}',
     'queued', NULL, 1793581800000, 1793581810000);
INSERT INTO op_log (op, mut_no, complaint, kind, change, ended, outcome, ended_ms) VALUES
    (x'0192F00D000070008000000000000003', 3, x'B893DFF9FF3458A48681B28EC63496AB', 'reply',
     '{"op":"0192f00d-0000-7000-8000-000000000003","complaint":"b893dff9-ff34-58a4-8681-b28ec63496ab","by":{"role":"officer","id":"00000000-0000-0000-0000-000000000007","name":"Petugas"},"at":"2026-11-02T01:10:00Z","base":{"status":1,"assign":1,"meta":1,"last_public_reply":null},"kind":{"kind":"reply","text":"Terkirim.","then":"proses","attachments":[]}}',
     'settled', '{"outcome":"applied","seq":7}', 1793581900000);
INSERT INTO draft (complaint, kind, body, saved_ms) VALUES
    (x'B893DFF9FF3458A48681B28EC63496AB', 'reply',
     '{"complaint":"b893dff9-ff34-58a4-8681-b28ec63496ab","kind":"reply","text":"Kami cek.","then":"keep","attachments":[],"fields":null,"saved_at":"2026-11-02T01:12:00Z"}', 1793581920000);
INSERT INTO setting (key, value) VALUES
    ('replica', '"00000000-0000-4000-8000-000000000001"'),
    ('connection', '{"hub_url":"https://pusat.example.id","token":"tanda","officer":"00000000-0000-0000-0000-000000000007","officer_name":"Petugas","scopes":["16.71"]}'),
    ('settings', '{"office":"Diskominfo","zone":"WIB","language":"id","theme":"system"}');
INSERT INTO notice (no, complaint, clock, threshold, due_ms, told_ms, read_ms) VALUES
    (1, x'B893DFF9FF3458A48681B28EC63496AB', 'verifikasi', 'h-1', 1793700000000, 1793600000000, NULL);
INSERT INTO import (no, name, begun_ms, ended_ms, counts) VALUES
    (1, 'laporan.xlsx', 1793500000000, 1793500001000,
     '{"read":1,"new":1,"updated":0,"unchanged":0,"unreadable":0}');
INSERT INTO import_part (import, part, sha256) VALUES (1, 1, x'ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB');
