-- What pages of other hosts say of themselves, for the small cards under bare links.
create table unfurls (
	url text primary key check (length(url) <= 2000),
	-- Null when the page could not be read: its link stays a link, and is not asked for again for some days.
	title text,
	description text not null default '',
	fetched_at timestamptz not null
);
