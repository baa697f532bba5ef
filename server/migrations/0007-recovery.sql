-- An agent who forgot a tablet's passphrase gets back into the vault when an administrator says so.

create table recovery_request (
  district_id text not null references district,
  recovery_id uuid not null,
  post_id uuid not null,
  device_id uuid not null,
  vault_id uuid not null,
  office_wrap jsonb,
  reply_key bytea,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  status text not null check (status in ('waiting', 'allowed', 'refused', 'ended')),
  decided_by uuid,
  decided_at timestamptz,
  reason text,
  answer jsonb,
  primary key (district_id, recovery_id),
  foreign key (district_id, device_id) references device,
  check (num_nonnulls(decided_by, decided_at, reason) in (0, 3)),
  check (status <> 'waiting' or num_nonnulls(office_wrap, reply_key) = 2),
  check ((answer is not null) = (status = 'allowed'))
);
comment on table recovery_request is 'Who asks to get back into a vault, and what the office answered. Holds no key that opens by itself.';
comment on column recovery_request.post_id is 'Taken from the session. The wrap is bound to it: it opens for no other agent of the tablet.';
comment on column recovery_request.office_wrap is 'The vault''s key under our recovery key. Gone once the request is no longer waiting.';
comment on column recovery_request.answer is 'The vault''s key under reply_key, whose private half never left the tablet. Gone with the request''s end.';
create index recovery_request_waiting on recovery_request (district_id, asked_at) where status = 'waiting';
create index recovery_request_of_post on recovery_request (district_id, post_id) where status in ('waiting', 'allowed');

grant select, insert, update on recovery_request to onetrip_app;
