-- Two people of the office let an agent back in: one vouches for who asks, another allows it.

alter table recovery_request
  add column vouched_by uuid,
  add column vouched_at timestamptz,
  add column vouch text,
  add check (num_nonnulls(vouched_by, vouched_at, vouch) in (0, 3)),
  -- What one person allowed before today stands as it was.
  add check (status <> 'allowed' or (vouched_by is not null and vouched_by <> decided_by)) not valid;
comment on column recovery_request.vouched_by is 'The post of who vouched for the agent. Whoever allows is another person.';
comment on column recovery_request.vouch is 'How that was made sure, in their own words; whoever decides reads it.';
