-- A hub as it lay on the disk with the schema of 20261127110000: every table filled, in the JSON of that time.

INSERT INTO hub (key, value) VALUES ('id', x'00000000000000000000000000000009'), ('epoch', x'0000000000000005'), ('secret', x'5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A5A');
UPDATE feed_counter SET n = 3;
INSERT INTO complaint (id, tracking_id, head, doc, written_ms) VALUES
    (x'B893DFF9FF3458A48681B28EC63496AB', '9000001', 2,
     '{"id":"b893dff9-ff34-58a4-8681-b28ec63496ab","tracking_id":"9000001","title":"Jalan berlubang nomor 1","body":"Mohon diperbaiki.","classification":"pengaduan-tidak-berkadar","category":["Infrastruktur","Jalan rusak"],"channel":"website","anonymous":false,"secret":false,"received_at":"2026-11-02T01:01:00Z","location":{"region":"16.71","regency":"Kota Palembang"},"stage":"belum-terdisposisi","national":{"name":"Terverifikasi"},"priority":"normal","attachments":[{"sha256":"abababababababababababababababababababababababababababababababab","name":"lubang.jpg","mime":"image/jpeg","size":9}],"history":[{"id":"0192f00d-0000-7000-8000-000000000001","at":"2026-11-02T01:10:00Z","by":{"role":"officer","id":"00000000-0000-0000-0000-000000000007","name":"Petugas"},"what":{"kind":"verified"}}],"versions":{"head":2,"status":2,"assign":1,"meta":1}}',
     1793581800000);
INSERT INTO change_scope (scope, seq, entity, kind) VALUES
    ('nat', 2, x'B893DFF9FF3458A48681B28EC63496AB', 0), ('16', 2, x'B893DFF9FF3458A48681B28EC63496AB', 0), ('16.71', 2, x'B893DFF9FF3458A48681B28EC63496AB', 0), ('16.71', 3, x'0000000000000000000000000000004D', 2);
INSERT INTO officer (id, name, created_ms, revoked_ms) VALUES (x'00000000000000000000000000000007', 'Petugas', 1793500000000, NULL);
INSERT INTO officer_scope (officer, scope) VALUES (x'00000000000000000000000000000007', '16.71');
INSERT INTO token (hash, officer, created_ms) VALUES (x'1111111111111111111111111111111111111111111111111111111111111111', x'00000000000000000000000000000007', 1793500000000);
INSERT INTO op_ledger (op_id, officer, replica_id, complaint, body_hash, outcome, at_ms) VALUES
    (x'0192F00D000070008000000000000001', x'00000000000000000000000000000007', x'00000000000000000000000000000001', x'B893DFF9FF3458A48681B28EC63496AB', x'2222222222222222222222222222222222222222222222222222222222222222',
     '{"outcome":"applied","seq":2}', 1793581800000);
INSERT INTO upload (id, officer, sha256, size, mime, created_ms, complete) VALUES
    (x'00000000000000000000000000000003', x'00000000000000000000000000000007', 'abababababababababababababababababababababababababababababababab', 9, 'image/jpeg', 1793500000000, 1);
INSERT INTO blob (sha256, size, mime, created_ms) VALUES ('abababababababababababababababababababababababababababababababab', 9, 'image/jpeg', 1793500000000);
INSERT INTO blob_use (sha256, complaint) VALUES ('abababababababababababababababababababababababababababababababab', x'B893DFF9FF3458A48681B28EC63496AB');
INSERT INTO reference (key, json, changed_ms) VALUES
    ('shared', '{"agencies":[{"name":"Dinas PUPR","region":"16.71"}],"calendar_version":"2"}', 1793500000000);
INSERT INTO brought_by (complaint, scope) VALUES (x'B893DFF9FF3458A48681B28EC63496AB', '16.71');
INSERT INTO erased (complaint, at_ms) VALUES (x'0000000000000000000000000000004D', 1793581800000);
INSERT INTO import (id, officer, name, sha256, begun_ms, ended_ms, state, report, kind, office, as_of, kept, takes_back, reason, counts) VALUES
    (x'00000000000000000000000000000004', x'00000000000000000000000000000007', 'laporan.xlsx', 'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd', 1793500000000, 1793500001000, '"done"',
     '{"read":2,"new":1,"updated":0,"unchanged":0,"unreadable":[{"row":9,"reason":"no-date"}]}', 'export', '16.71', '{"from":"2026-11-02T00:00:00Z","until":"2026-11-02T23:59:59Z"}', 1, NULL, NULL, NULL),
    (x'00000000000000000000000000000005', NULL, 'laporan.xlsx', 'cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd', 1793500002000, 1793500003000, '"done"',
     NULL, 'take-back', NULL, NULL, 1, x'00000000000000000000000000000004', 'Berkas salah', '{"back":0,"gone":0,"worked":1,"newer":0,"untouched":0}');
INSERT INTO import_change (n, import, complaint, tracking_id, what, stays, told, privacy, worked, entry, brought, old, new) VALUES
    (1, x'00000000000000000000000000000004', x'B893DFF9FF3458A48681B28EC63496AB', '9000001', 'new', NULL, 4739, 6, 0, NULL, 1, NULL, NULL),
    (2, x'00000000000000000000000000000005', x'B893DFF9FF3458A48681B28EC63496AB', '9000001', 'stays', 'worked', 0, 0, 0, NULL, 0, NULL, NULL);
INSERT INTO import_unreadable (import, row, reason, raw) VALUES (x'00000000000000000000000000000004', 9, 'no-date', '{"Tracking ID":"9000009"}');
INSERT INTO joined (recording, number, kept, recording_doc, alone_doc, at_ms) VALUES
    (x'0192F00D000050008000000000000002', 'C-NYYW-H6TB-G6SX', x'B893DFF9FF3458A48681B28EC63496AB',
     '{"id":"0192f00d-0000-5000-8000-000000000002","tracking_id":"C-NYYW-H6TB-G6SX","title":"Jalan berlubang","body":"Kata pelapor di loket.","classification":"pengaduan-tidak-berkadar","channel":"counter","anonymous":false,"secret":false,"received_at":"2026-11-02T01:00:00Z","location":{"region":"16.71"},"stage":"belum-terverifikasi","national":{"name":""},"priority":"normal","versions":{"head":2,"status":1,"assign":1,"meta":1}}',
     '{"id":"b893dff9-ff34-58a4-8681-b28ec63496ab","tracking_id":"9000001","title":"Jalan berlubang nomor 1","body":"Mohon diperbaiki.","classification":"pengaduan-tidak-berkadar","category":["Infrastruktur","Jalan rusak"],"channel":"website","anonymous":false,"secret":false,"received_at":"2026-11-02T01:01:00Z","location":{"region":"16.71","regency":"Kota Palembang"},"stage":"belum-terdisposisi","national":{"name":"Terverifikasi"},"priority":"normal","attachments":[{"sha256":"abababababababababababababababababababababababababababababababab","name":"lubang.jpg","mime":"image/jpeg","size":9}],"history":[{"id":"0192f00d-0000-7000-8000-000000000001","at":"2026-11-02T01:10:00Z","by":{"role":"officer","id":"00000000-0000-0000-0000-000000000007","name":"Petugas"},"what":{"kind":"verified"}}],"versions":{"head":2,"status":2,"assign":1,"meta":1}}', 1793581800000);
