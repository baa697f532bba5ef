-- What did not pass at the first try: news of corrections, a second sending, what was left lying.

alter table announcement add column kind text not null default 'task.assigned' check (kind in ('task.assigned', 'task.corrected'));
alter table announcement alter column kind drop default;
-- For what is here already, the moment of this file: when it was made, nobody wrote down.
alter table announcement add column made_at timestamptz not null default now();
alter table announcement alter column made_at drop default;
alter table announcement drop constraint announcement_pkey;
alter table announcement drop constraint announcement_district_id_message_id_key;
alter table announcement add primary key (district_id, message_id);
alter table announcement add unique (district_id, task_id, kind);
comment on table announcement is 'What departments that decide in their own system are to be told, by signed HTTP: a task is theirs, and once at most, its correction has come in.';
-- Not an answer, but a lack of ours: it is said again as soon as the department is connected.
update announcement set answer = null where answer->>'status' = 'not-connected';
create index announcement_untold on announcement (district_id, made_at) where announced_at is null;
create index document_unprinted on document (district_id, made_at) where file_sha256 is null;

alter table dispatch drop constraint dispatch_district_id_task_id_key;
create unique index dispatch_open on dispatch (district_id, task_id) where state->>'status' not in ('cancelled', 'returned');
comment on index dispatch_open is 'One sending of a task at a time; after one that was called off or came back there may be another.';
create index dispatch_by_case on dispatch (district_id, case_id);
create index dispatch_newest on dispatch (district_id, requested_at desc, dispatch_id);

create index inbound_message_pulled on inbound_message (district_id, received_at) where answer->>'status' = 'pulled';
comment on index inbound_message_pulled is 'Pulls are forgotten after a month: a signed request is stale after five minutes, and only events are answered again.';
grant delete on inbound_message to onetrip_app;

delete from server_epoch where epoch <> (select epoch from server_epoch order by began_at, epoch limit 1);
create unique index server_epoch_only on server_epoch ((true));

-- Never asked for.
drop index operation_by_case;
alter table session drop column case_id;
comment on table session is 'Opaque tokens, kept hashed. Residents have none: they show a code and a second fact each time.';

-- Only the preparation writes these, and it works as their owner.
revoke insert, update on district, station, department, person, post from onetrip_app;
revoke insert on server_epoch from onetrip_app;
