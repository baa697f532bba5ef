-- Tablets come in with a code that an administrator mints, sign with a key of their own, and can be called back.

alter table device add column signing_key bytea check (octet_length(signing_key) = 65);
comment on column device.signing_key is 'ECDSA P-256, the raw uncompressed point. Set once. Null while a tablet of before has not signed in anew.';
comment on column device.registered_by is 'The post whose store on a tablet this is: each agent of a tablet has a store, and a device, of their own.';

alter table device add column revoked_at timestamptz;
alter table device add column revoked_by uuid;
alter table device add column revoked_because text;
alter table device add constraint device_revoked_whole
  check (num_nonnulls(revoked_at, revoked_by, revoked_because) in (0, 3));
comment on column device.revoked_at is 'From then on it gets no rows. What it holds it may still hand in.';

alter table device add column last_contact_at timestamptz;
alter table device add column app_version text;
alter table device add column oldest_unsent_at timestamptz;
alter table device add column unsent_bytes bigint;
alter table device add column unsent_count integer;
comment on column device.last_contact_at is 'Written once a minute at most, with what the tablet says of itself. Null: not since this column was there.';

create table registration_code (
  district_id text not null,
  code_id uuid not null,
  station_id text not null,
  code_sha256 bytea not null,
  is_demo boolean not null,
  minted_by uuid,
  minted_at timestamptz not null,
  expires_at timestamptz,
  called_back_at timestamptz,
  called_back_by uuid,
  used_at timestamptz,
  used_for uuid,
  primary key (district_id, code_id),
  unique (district_id, code_sha256),
  foreign key (district_id, station_id) references station,
  check (is_demo or (minted_by is not null and expires_at is not null))
);
comment on table registration_code is 'Each lets one new tablet in at one station. The code itself is nowhere but on paper: 59 random bits, kept hashed.';
comment on column registration_code.is_demo is 'Printed at the start of a demo, never used up, and of no use anywhere else.';
comment on column registration_code.used_for is 'The device that came in with it.';
create index registration_code_open on registration_code (district_id, minted_at) where used_at is null and called_back_at is null and not is_demo;

grant select, insert, update on registration_code to onetrip_app;
