-- What the outside says to us is kept until a person has looked at it.

alter table inbound_message add column parked_body text;
comment on column inbound_message.parked_body is 'The raw text of an event that was kept and not applied: early, of a later kind, or about no task of that department.';

alter table announcement add column answer jsonb;
comment on column announcement.answer is 'The department''s last word on the announcement: its own number for the task, or why a person must look.';

create index feed_row_open_task on feed_row (district_id, feed_id)
  where body->>'kind' = 'task' and body #>> '{task,state,status}' is distinct from 'closed';
comment on index feed_row_open_task is 'An inbox shows what is open; what is closed only ever grows.';

create index dispatch_to_follow on dispatch (district_id, next_look_at)
  where state->>'status' in ('requested', 'booked', 'picked-up', 'in-transit', 'out-for-delivery', 'exception', 'lost');
comment on index dispatch_to_follow is 'Sendings that the sweep looks after; those at their end drop out of it.';
