-- Members of no company by the domain of their address: whom a company could take in.
create index members_domain_unowned on members (split_part(lower(mail), '@', 2))
	where company_id is null and mail_verified_at is not null and state <> 'deleted';
