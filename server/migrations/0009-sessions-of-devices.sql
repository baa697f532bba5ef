-- A session that was begun on a tablet ends its reach when the tablet is called back.

alter table session add column device_id uuid;
comment on column session.device_id is 'The tablet on which the agent signed in, once it has registered. Null at a desk, and before.';
create index session_of_device on session (district_id, device_id) where device_id is not null;
