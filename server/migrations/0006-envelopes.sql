-- Scans travel as one ciphertext with their key sealed to the house.

alter table upload add column sealed_key bytea;
alter table upload add column sealed_to text;
alter table upload add column sent_bytes integer;
alter table upload add constraint upload_sealed_whole check (num_nonnulls(sealed_key, sealed_to, sent_bytes) in (0, 3));
comment on column upload.sealed_key is 'The key of the scan in its envelope (shared/src/wire/envelope.ts). Null where the scan travels open.';
comment on column upload.sent_bytes is 'Of the ciphertext, which is what offsets count.';
