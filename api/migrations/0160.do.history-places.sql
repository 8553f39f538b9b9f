-- What happened to a post is read from the dump when the post arrives; until then only its place in the file is kept.
drop table import_history;

create table import_history (
	source text not null,
	post_source_id text not null,
	place bigint not null,
	-- Bytes of the file.
	start bigint not null,
	length int not null,
	primary key (source, post_source_id, place)
);
