create table invitations (
	id bigint generated always as identity primary key,
	-- SHA-256 of what stands in the link: a leaked table invites nobody.
	token_hash text not null unique,
	-- For one address; null: for whoever has the link.
	mail text,
	role text not null default 'member' check (role in ('member', 'champion')),
	company_id bigint references companies (id) on delete set null,
	max_uses integer not null check (max_uses between 1 and 1000),
	uses integer not null default 0 check (uses <= max_uses),
	made_by bigint references members (id),
	made_at timestamptz not null,
	expires_at timestamptz not null,
	revoked_at timestamptz
);
create index invitations_company on invitations (company_id) where company_id is not null;
create index invitations_made_by on invitations (made_by);

create table invitation_uses (
	member_id bigint primary key references members (id) on delete cascade,
	invitation_id bigint not null references invitations (id) on delete cascade,
	at timestamptz not null
);
create index invitation_uses_invitation on invitation_uses (invitation_id);
