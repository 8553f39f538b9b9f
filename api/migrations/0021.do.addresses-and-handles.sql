-- An address belongs to somebody once it is verified. Until then anyone may sign up with it: so signing up never tells whether
-- it has an account, and nobody keeps its owner out by being there first.
drop index members_mail;
create unique index members_mail on members (lower(mail)) where mail_verified_at is not null;
create index members_any_mail on members (lower(mail)) where mail is not null;
create index members_unverified on members (created_at) where mail is not null and mail_verified_at is null;

-- Handles that members had before: old mentions and links still lead to them, and nobody else can take them.
create table former_handles (
	handle text primary key,
	member_id bigint not null references members (id) on delete cascade,
	changed_at timestamptz not null default now()
);
create index former_handles_member on former_handles (member_id);

-- Suggestions while a name is typed: too short for trigrams, and no text order but that of bytes serves LIKE 'x%'.
create index members_handle_prefix on members (handle text_pattern_ops);
create index members_name_prefix on members (lower(display_name) text_pattern_ops);

create index members_state_ends on members (state_until) where state_until is not null;
create index sessions_expiry on sessions (expires_at);

-- How many mails an address was sent lately.
create index mail_tokens_mail on mail_tokens (lower(mail), created_at desc);
