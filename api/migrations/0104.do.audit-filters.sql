-- What was done in a space, by name: the newest of each is found by one step.
create index audit_log_space_action on audit_log (space_id, action, id desc) where space_id is not null;
