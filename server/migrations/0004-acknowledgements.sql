-- Tablets let go of what they sent when it is acknowledged: with a signature over the bytes that came in.

alter table operation add column body_sha256 text check (body_sha256 ~ '^[0-9a-f]{64}$');
comment on column operation.body_sha256 is 'Of the frame''s body as it travelled, lower-case hex. Null where no tablet sent it, or one did before this column was there.';
