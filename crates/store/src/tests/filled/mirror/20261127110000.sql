-- A mirror as it lay on the disk with the schema of 20261127110000: every table filled, in the JSON of
-- that time.

INSERT INTO document (rid, seq, version, scopes, doc, raw) VALUES
    (962921606802309125, 7, 4, 2,
     '{"id":"b893dff9-ff34-58a4-8681-b28ec63496ab","tracking_id":"9000001","title":"Jalan berlubang nomor 1","body":"Mohon diperbaiki, lubangnya dalam sekali.","first_body":"Mohon diperbaiki.","classification":"pengaduan-tidak-berkadar","category":{"path":["Infrastruktur","Jalan rusak"]},"channel":"website","privacy":{"anonymous":false,"secret":false},"reporter":{"name":"Pelaporku Rahasiawan"},"received_at":"2026-11-02T01:01:00Z","incident_on":"2026-11-01","location":{"region":"35.78.13","regency":"Kota Palembang","point":{"lat":-2.99,"lng":104.75}},"agency":{"id":"1671","name":"Pemerintah Kota Palembang"},"unit":{"name":"Dinas PUPR"},"stage":"belum-ditindaklanjuti","national":{"name":"Terverifikasi"},"priority":"high","attachments":[{"sha256":"abababababababababababababababababababababababababababababababab","name":"lubang.jpg","mime":"image/jpeg","size_bytes":2048}],"rating":4,"history":[{"id":"0192f00d-0000-7000-8000-000000000001","at":"2026-11-02T01:09:00Z","acted_at":"2026-11-02T17:40:00Z","by":{"role":"officer","id":"00000000-0000-0000-0000-000000000007","name":"Petugas"},"what":{"kind":"verified"}},{"id":"0192f00d-0000-7000-8000-000000000002","at":"2026-11-02T01:09:00Z","acted_at":"2026-11-02T17:40:00Z","by":{"role":"officer","id":"00000000-0000-0000-0000-000000000007","name":"Petugas"},"what":{"kind":"disposed","to":{"name":"Dinas PUPR"},"note":"Segera"}},{"id":"0192f00d-0000-7000-8000-000000000003","at":"2026-11-02T01:09:00Z","acted_at":"2026-11-02T17:40:00Z","by":{"role":"officer","id":"00000000-0000-0000-0000-000000000007","name":"Petugas"},"what":{"kind":"amended","priority":"high"}}],"versions":{"head":4,"status":3,"assign":2,"meta":2},"extra":{"Nomor SK":"12/2026"}}',
     '{"Status":"Terverifikasi"}');
INSERT INTO overlay (rid, doc) SELECT rid, doc FROM document;
INSERT INTO head (rid, id, tracking_id, title, stage, open, classification, category, channel, region, unit,
    agency, priority, anonymous, secret, received_ms, updated_ms, answered_ms, waiting, attention, due_ms,
    due_clock, due_state, due_started_ms, due_zone, wake_ms, due_order, text_hash) VALUES
    (962921606802309125, x'B893DFF9FF3458A48681B28EC63496AB', '9000001', 'Jalan berlubang nomor 1', 'belum-ditindaklanjuti', 1,
     'pengaduan-tidak-berkadar', 'Infrastruktur > Jalan rusak', 'website', '35.78.13', 'Dinas PUPR',
     'Pemerintah Kota Palembang', 1, 0, 0, 1793581260000, 1793581260000, NULL, 0, 0, 1793700000000, 'tindak-lanjut', 'running',
     1793581260000, 1, 1793690000000, 1793700000000, 1);
INSERT INTO clock (rid, no, clock, started_ms, due_ms, met_ms, state, rule, hangs_on_zone) VALUES
    (962921606802309125, 0, 'verifikasi', 1793581260000, 1793600000000, 1793590000000, 'met', 'sp4n-lapor/2', 0),
    (962921606802309125, 1, 'tindak-lanjut', 1793581260000, 1793700000000, NULL, 'running', 'sp4n-lapor/2', 1);
INSERT INTO fts (rowid, teks, akar, facet) VALUES (962921606802309125, 'jalan berlubang nomor 1', 'jalan lubang nomor 1', '');
INSERT INTO scope (no, name, cursor) VALUES (1, '16.71', 'sampai-7');
INSERT INTO reference (key, version, value) VALUES
    ('reference', '7', '{"version":"7","agencies":[{"agency":{"name":"Dinas PUPR"},"region":"16.71"}]}');
INSERT INTO quarantine (no, source, place, reason, raw) VALUES (1, 'hub', '9', 'bad-date', '{}');
INSERT INTO meta (key, value) VALUES ('erase_due', '1');
INSERT INTO joined (rid, recording, number) VALUES (962921606802309125, x'0192F00D000050008000000000000002', 'C-NYYW-H6TB-G6SX');
