-- The house: every primary and unique key begins with district_id, so that a city is many districts.
-- Run as owner; the app is another role, and may do only what is granted at the end of this file.

create table server_epoch (
  epoch uuid primary key,
  began_at timestamptz not null
);
comment on table server_epoch is 'One row. A restored server gets a new epoch, and tablets then re-offer what they hold.';

create table district (
  district_id text primary key,
  body jsonb not null
);

create table station (
  district_id text not null references district,
  station_id text not null,
  body jsonb not null,
  primary key (district_id, station_id)
);

create table department (
  district_id text not null references district,
  department_id text not null,
  body jsonb not null,
  primary key (district_id, department_id)
);
comment on column department.body is 'A department keeps its id through a change of name; names are a dated list inside.';


create table person (
  district_id text not null references district,
  person_id uuid not null,
  name text not null,
  login_name text not null,
  password_hash text not null,
  primary key (district_id, person_id),
  unique (district_id, login_name)
);
comment on column person.password_hash is 'argon2id, in the PHC string format.';

create table post (
  district_id text not null,
  post_id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('agent', 'reviewer', 'dispatcher', 'admin')),
  unit_id text not null,
  held_from date not null,
  held_to date,
  primary key (district_id, post_id),
  foreign key (district_id, person_id) references person
);
comment on column post.unit_id is 'The station id of an agent, the department id of a reviewer, the district id of the others.';
create index post_by_person on post (district_id, person_id);

create table session (
  district_id text not null,
  token_sha256 bytea not null,
  app text not null check (app in ('agent', 'staff', 'resident')),
  post_id uuid,
  case_id uuid,
  began_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (district_id, token_sha256)
);
comment on table session is 'Opaque tokens, kept hashed. A resident session is bound to one case.';

create table device (
  district_id text not null,
  device_id uuid not null,
  station_id text not null,
  device_number integer not null,
  registered_by uuid not null,
  registered_at timestamptz not null,
  primary key (district_id, device_id),
  unique (district_id, station_id, device_number)
);
comment on column device.device_number is 'Part of the receipt number. A cleared tablet registers anew and gets another, or its counter would repeat.';

create table attempt (
  district_id text not null,
  bucket text not null,
  window_start timestamptz not null,
  count integer not null,
  primary key (district_id, bucket, window_start)
);
comment on table attempt is 'Rate limits, shared by all server processes. Buckets name hashes, never people.';

create table cases (
  district_id text not null references district,
  case_id uuid not null,
  station_id text not null,
  revision integer not null,
  receipt_number text not null,
  query_code_sha256 text not null,
  second_fact jsonb not null,
  content jsonb not null,
  insisted boolean not null,
  taken_in_by_post uuid not null,
  taken_in_by_person uuid not null,
  collected_at timestamptz not null,
  collected_earliest timestamptz not null,
  collected_latest timestamptz not null,
  arrived_at timestamptz not null,
  whole_at timestamptz,
  answered_corrections jsonb not null,
  event_count integer not null,
  event_head bytea not null,
  primary key (district_id, case_id),
  unique (district_id, receipt_number),
  unique (district_id, query_code_sha256),
  foreign key (district_id, station_id) references station
);
comment on column cases.revision is 'Counts contents: 1 as handed in, +1 for each correction.';
comment on column cases.collected_at is 'When it was taken in: the tablet''s reading, bracketed by server times.';
comment on column cases.whole_at is 'When words and all scans were here. Tasks exist from then on.';
comment on column cases.answered_corrections is 'Corrections answered by words whose scans still travel; the tasks move on when the case is whole again.';
comment on column cases.event_head is 'Hash of the last event: each event''s hash covers the one before.';

create table task (
  district_id text not null,
  task_id uuid not null,
  case_id uuid not null,
  item_code text not null,
  item_version integer not null,
  department_id text not null,
  revision integer not null,
  state jsonb not null,
  primary key (district_id, task_id),
  unique (district_id, case_id, item_code),
  foreign key (district_id, case_id) references cases,
  foreign key (district_id, department_id) references department
);

create table case_event (
  district_id text not null,
  case_id uuid not null,
  seq integer not null,
  at timestamptz not null,
  kind text not null,
  task_id uuid,
  actor jsonb not null,
  detail jsonb not null,
  hash bytea not null,
  primary key (district_id, case_id, seq),
  foreign key (district_id, case_id) references cases
);
comment on table case_event is 'One row per transition: who, in which role and capacity, what, why, when. Append-only by grant.';

create table operation (
  district_id text not null,
  op_id uuid not null,
  case_id uuid not null,
  kind text not null,
  device_id uuid,
  device_seq integer,
  author_post uuid,
  base_revision integer not null,
  received_at timestamptz not null,
  body jsonb not null,
  outcome jsonb not null,
  primary key (district_id, op_id)
);
comment on table operation is 'The operation log. The first answer is kept: a repeat gets it again. Append-only by grant.';
create index operation_by_case on operation (district_id, case_id);

create table scan (
  district_id text not null,
  case_id uuid not null,
  scan_id text not null,
  size_bytes integer not null,
  media_type text not null,
  arrived_at timestamptz,
  primary key (district_id, case_id, scan_id),
  foreign key (district_id, case_id) references cases
);
comment on table scan is 'Scans that a case names. A row is linked to bytes only by the device that delivered them.';

create table upload (
  district_id text not null,
  upload_id uuid not null,
  device_id uuid not null,
  case_id uuid not null,
  scan_id text not null,
  began_at timestamptz not null,
  primary key (district_id, upload_id),
  foreign key (district_id, case_id, scan_id) references scan
);

create table feed (
  district_id text not null,
  feed_id text not null,
  seq bigint not null,
  primary key (district_id, feed_id)
);
comment on table feed is 'The counter that a writing transaction locks last, in sorted order: numbers follow commit order.';

create table feed_row (
  district_id text not null,
  feed_id text not null,
  entity_id text not null,
  seq bigint not null,
  body jsonb,
  primary key (district_id, feed_id, entity_id),
  unique (district_id, feed_id, seq)
);
comment on table feed_row is 'What each reader may see, last state per entity. The feed `catalogue` is the published catalogue itself: items by version, never changed once published.';
comment on column feed_row.body is 'The entity''s last state in this feed; null is a tombstone: it left the feed.';

create table document (
  district_id text not null,
  document_id uuid not null,
  case_id uuid not null,
  task_id uuid not null,
  kind text not null check (kind in ('result', 'correction', 'not-accepted', 'denial', 'acceptance')),
  model jsonb not null,
  file_sha256 text,
  made_at timestamptz not null,
  printed_at timestamptz,
  primary key (district_id, document_id),
  unique (district_id, task_id, kind),
  foreign key (district_id, task_id) references task
);
comment on table document is 'Written acts. The model is decided in the transaction of the act; the PDF is printed from it by a job.';

create table dispatch (
  district_id text not null,
  dispatch_id uuid not null,
  case_id uuid not null,
  task_id uuid not null,
  recipient jsonb not null,
  state jsonb not null,
  requested_at timestamptz not null,
  next_look_at timestamptz not null,
  primary key (district_id, dispatch_id),
  unique (district_id, task_id),
  foreign key (district_id, task_id) references task
);
comment on column dispatch.dispatch_id is 'Also the courier''s order id, so that a booking whose answer was lost can be found.';

create table announcement (
  district_id text not null,
  task_id uuid not null,
  department_id text not null,
  message_id text not null,
  announced_at timestamptz,
  primary key (district_id, task_id),
  unique (district_id, message_id),
  foreign key (district_id, task_id) references task
);
comment on table announcement is 'Tasks told to departments that decide in their own system, by signed HTTP.';

create table inbound_message (
  district_id text not null,
  department_id text not null,
  message_id text not null,
  body_sha256 text not null,
  answer jsonb not null,
  received_at timestamptz not null,
  primary key (district_id, department_id, message_id)
);
comment on table inbound_message is 'Replay table: a repeated message id gets its first answer, a different body under it is refused.';

create table audit_row (
  district_id text not null,
  audit_id uuid not null,
  at timestamptz not null,
  procedure text not null,
  role text not null,
  actor_id text not null,
  entity text not null,
  detail jsonb not null,
  primary key (district_id, audit_id)
);
comment on table audit_row is 'One row per call that touches personal data, in the same transaction. Append-only by grant.';

grant usage on schema public to onetrip_app;
grant select on all tables in schema public to onetrip_app;
grant insert, update on district, station, department, person, post, session, device, attempt, cases, task, scan, upload, feed, feed_row, document, dispatch, announcement to onetrip_app;
grant insert on case_event, operation, inbound_message, audit_row, server_epoch to onetrip_app;
grant delete on session, attempt, upload to onetrip_app;
