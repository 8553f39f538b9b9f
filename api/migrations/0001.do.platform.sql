-- The ground floor: settings, the audit log, events with their effects, keys of forms already acted on.
create extension if not exists pg_trgm;

create table settings (
	key text primary key,
	value jsonb not null,
	updated_at timestamptz not null default now(),
	updated_by bigint
);

create table audit_log (
	id bigint generated always as identity primary key,
	at timestamptz not null default now(),
	actor_id bigint,
	action text not null,
	subject_kind text not null,
	subject_id bigint,
	details jsonb not null default '{}'
);
create index audit_log_subject on audit_log (subject_kind, subject_id, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
	raise exception 'audit_log is append-only';
end $$;
create trigger audit_log_append_only before update or delete on audit_log
	for each row execute function refuse_change();

-- transaction_id lets the worker read only what every older transaction can no longer slip in front of.
create table events (
	id bigint generated always as identity primary key,
	transaction_id xid8 not null default pg_current_xact_id(),
	name text not null,
	actor_id bigint,
	payload jsonb not null default '{}',
	at timestamptz not null default now()
);
create index events_order on events (transaction_id, id);

create table event_cursor (
	id smallint primary key default 1 check (id = 1),
	transaction_id xid8 not null default '0',
	event_id bigint not null default 0
);
insert into event_cursor default values;

create table event_effects (
	event_id bigint not null references events (id) on delete cascade,
	subscriber text not null,
	at timestamptz not null default now(),
	failed_attempts smallint not null default 0,
	error text,
	primary key (event_id, subscriber)
);
